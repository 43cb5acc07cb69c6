import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const GATEWAY = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080';
const DEV_PORT = 5173;
// What the gateway says (gateway/routes/static.py), and what hot reloading needs besides.
const DEV_CSP =
  "default-src 'self'; script-src 'self' 'nonce-dev'; style-src 'self' 'nonce-dev'; img-src 'self' blob:; " +
  `connect-src 'self' ws://127.0.0.1:${DEV_PORT}; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'`;

/** Romanian needs both subsets of the font at once (ă ș ț are latin-ext), so neither waits for the style sheet. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: (_html, context) =>
      Object.keys(context.bundle ?? {})
        .filter((name) => name.endsWith('.woff2'))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${name}`, crossorigin: '' },
          injectTo: 'head' as const,
        })),
  };
}

/** Compressed siblings, made once here instead of at every answer. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, name);
        if (!/\.(js|css|svg|json)$/.test(name) || name.startsWith('.') || statSync(file).size < 1000) continue;
        const body = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  plugins: [react(), preloadFonts(), precompress()],
  resolve: { alias: { '@': resolve(import.meta.dirname, 'src') } },
  html: { cspNonce: command === 'serve' ? 'dev' : '__CSP_NONCE__' },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, manifest: true },
  server: {
    host: '127.0.0.1',
    port: DEV_PORT,
    strictPort: true,
    headers: { 'content-security-policy': DEV_CSP },
    proxy: { '/api': GATEWAY },
  },
  test: { environment: 'jsdom', setupFiles: ['src/testing/setup.ts'], restoreMocks: true },
}));
