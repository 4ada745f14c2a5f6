import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    target: 'es2022',
    outDir: 'dist/editor',
    lib: { entry: 'src/editor.ts', formats: ['es'], fileName: () => 'editor.js' },
    rolldownOptions: { output: { minify: true } },
  },
});
