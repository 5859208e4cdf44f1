import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The PDF reader asks for these only when a document needs them; everything comes from our own origin. */
const pdfResources: Plugin = {
  name: 'pdf-resources',
  apply: 'build',
  async closeBundle() {
    for (const folder of ['cmaps', 'standard_fonts', 'wasm']) {
      await cp(at(`node_modules/pdfjs-dist/${folder}`), at(`dist/web/pdfjs/${folder}`), {
        recursive: true,
        filter: (path) => !/\.wasm$|quickjs/.test(path), // our policy runs scripts only
      });
    }
  },
};

// No inlined assets and no module-preload helper: the content security policy allows neither data: nor inline code.
export default defineConfig({
  root: at('web'),
  plugins: [react(), tailwind(), pdfResources],
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What nearly every part needs lies in one file: in six of their own it was 3 KB more, compressed.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /preload-helper|web\/(api\/(connection|request)|parts\/(contained|icon-button))\.|createLucideIcon|react-query|query-core/,
            },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1000,
  },
});
