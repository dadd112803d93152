import { en } from "./en.js";
import { es } from "./es.js";

/**
 * The texts for a language tag such as "es-MX"; English where there are none in it.
 * @param {string} lang
 * @returns {{ lang: string, texts: import("../types").Texts }}
 */
export function textsFor(lang) {
  return /^es\b/i.test(lang) ? { lang: "es", texts: es } : { lang: "en", texts: en };
}
