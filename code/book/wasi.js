/* The part of the WASI shim that code/book/live.js uses, bundled into one file for file://. */
import { WASI, ConsoleStdout, OpenFile, File, PreopenDirectory } from "@bjorn3/browser_wasi_shim";
window.bookWasi = { WASI, ConsoleStdout, OpenFile, File, PreopenDirectory };
