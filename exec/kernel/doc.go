// Package kernel runs scripts on a Linux of the user's choice: a user-mode
// Linux, which is a kernel built as an ordinary program. It needs no root, no
// device and no namespace of the host. In virtual time nothing is waited for,
// and every run of a script is the same, whatever else the machine does.
//
// Package guest is what runs inside; package build makes kernels out of source.
package kernel
