import { build } from "esbuild";

await build({
	entryPoints: ["src/extension.ts"],
	outfile: "dist/extension.js",
	bundle: true,
	minify: true,
	platform: "node",
	format: "cjs",
	target: "node18",
	external: ["vscode"],
	logLevel: "warning",
});
