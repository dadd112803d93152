import { en } from "./en.js";
import { es } from "./es.js";

/** The texts for a language tag such as "es-MX"; English where there are none in it. @param {string} language */
export const textsFor = (language) => (/^es\b/i.test(language) ? es : en);

/** The language of an element's place in the page; English where that is no language tag. @param {Element} element */
export function languageOf(element) {
  try {
    const said = element.closest("[lang]")?.getAttribute("lang") || "en";
    return Intl.getCanonicalLocales(said.replace("_", "-"))[0];
  } catch {
    return "en";
  }
}
