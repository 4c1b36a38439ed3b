// Builds dist/: one style sheet, one script for every page, one for maps, and a sprite of the icons in use.
// Names stay plain: Django's manifest storage hashes them.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const icons = path.join(here, "node_modules/bootstrap-icons/icons");
const pages = path.join(here, "../src/anxin/console");
const out = path.join(here, "dist");

// Every quoted word of a template, a view or a script that is the name of an icon.
async function iconsInUse() {
  const known = new Set((await readdir(icons)).map((file) => file.replace(/\.svg$/, "")));
  const used = new Set();
  for (const folder of [pages, path.join(here, "src")]) {
    for (const entry of await readdir(folder, { recursive: true })) {
      if (!/\.(html|py|ts)$/.test(entry)) continue;
      const text = await readFile(path.join(folder, entry), "utf8");
      for (const [, word] of text.matchAll(/["']([a-z0-9-]+)["']/g)) if (known.has(word)) used.add(word);
    }
  }
  return [...used].sort();
}

async function sprite() {
  const symbols = await Promise.all(
    (await iconsInUse()).map(async (name) => {
      const svg = await readFile(path.join(icons, `${name}.svg`), "utf8");
      const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
      return `<symbol id="${name}" viewBox="0 0 16 16">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  await writeFile(path.join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await cp(path.join(here, "static"), out, { recursive: true });
await sprite();
await esbuild.build({
  entryPoints: {
    app: path.join(here, "src/app.ts"),
    map: path.join(here, "src/map.ts"),
    "app.style": path.join(here, "styles/app.css"),
  },
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  format: "esm",
  minify: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".png": "dataurl" },
  legalComments: "none",
  logLevel: "warning",
});
await cp(path.join(out, "app.style.css"), path.join(out, "app.css"));
await rm(path.join(out, "app.style.css"));
