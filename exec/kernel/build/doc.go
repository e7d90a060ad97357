// Package build makes user-mode Linux kernels that can run scripts out of kernel
// trees. A tree is never written to: what is built lies in a folder of its own,
// in which the next build of the same tree goes on.
package build
