import { en } from "./en.js";
import { es } from "./es.js";

/** The texts for a language tag such as "es-MX"; English where there are none in it. @param {string} language */
export const textsFor = (language) => (/^es\b/i.test(language) ? es : en);
