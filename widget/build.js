// Builds dist/widget.js, or the file that is given as the first argument.
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { minify } from "terser";

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const outfile = process.argv[2] ?? here("dist/widget.js");

/** A style sheet becomes a string, minified as CSS. @type {esbuild.Plugin} */
const cssAsText = {
  name: "css-as-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const { code } = await esbuild.transform(css, { loader: "css", minify: true, target });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** White space between the tags of a template is for whoever reads the source. @type {esbuild.Plugin} */
const denseTemplates = {
  name: "dense-templates",
  setup(build) {
    build.onLoad({ filter: /src\/(view\/.*|element|markdown)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/([>}`])\n\s+(?=[<$`])/g, "$1").replace(/\n\s+(?=[@a-z-]+=)/g, " "), loader: "js" };
    });
  },
};

/**
 * lit-html leaves a note of itself in the page's globals and takes a policy name that another copy
 * in the page may want; a guest does neither. @type {esbuild.Plugin}
 */
const guestManners = {
  name: "guest-manners",
  setup(build) {
    build.onLoad({ filter: /lit-html\/lit-html\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source
        .replace(/=\w\.litHtmlPolyfillSupport;.*?push\("[\d.]+"\);/, "=0;")
        .replace('createPolicy("lit-html"', 'createPolicy("clinic-chat"');
      if (/litHtml(Versions|Polyfill)|"lit-html"/.test(contents)) throw new Error("lit-html has changed: look at guestManners");
      return { contents, loader: "js" };
    });
  },
};

const target = ["chrome100", "firefox101", "safari16.4"];

/** Names that nobody outside of the bundle sees: no attribute, event, field of the protocol or part of the API. */
const INSIDE = [
  // the conversation and its parts
  ..."transcript outgoing lastReply ratings isOpenFor onChange".split(" "),
  ..."onMessage trouble notice tellTyping rate polling forget refuse follow resume".split(" "),
  ..."retryAfter grant listen put drop reset say does".split(" "),
  // the element and its views
  ..."talk texts language attribute menuOpen large teased asking choose takeBack write insertDate".split(" "),
  ..."pause changed focusOn pick lines rows".split(" "),
  // lit-html's own, beside those that begin with _$A
  ..."strings parts".split(" "),
  // the texts that are not asked for by a name that is data
  ..."launch hello consent placeholder medical privacy emergency yes no thanks offered larger waiting failed".split(" "),
];

const built = await esbuild.build({
  entryPoints: [here("src/index.js")],
  outfile,
  metafile: true,
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/*! LICENSES.txt */" },
  mangleProps: new RegExp(`^(?:_[$]A.|${INSIDE.join("|")})$`),
  plugins: [cssAsText, denseTemplates, guestManners],
});

const { code = "" } = await minify(built.outputFiles[0].text, {
  ecma: 2020,
  toplevel: true,
  compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
  format: { comments: /^!/ },
});
await writeFile(outfile, code + "\n");

const size = gzipSync(await readFile(outfile), { level: 9 }).length;
console.log(`${outfile.split("/").pop()}: ${size} bytes compressed`);
if (process.argv.includes("--analyze")) console.log(await esbuild.analyzeMetafile(built.metafile));
