// Package abi holds the numbers and structures of Linux's system call interface
// that scripts speak of, whatever system this program runs on. A script that
// expects EAGAIN or sends a struct linger means Linux's, on Linux, on macOS and
// in a web page alike.
//
// Names are Linux's own, as in golang.org/x/sys/unix, which has them for the
// system that is compiled for only. Numbers and layouts are those of 64-bit
// machines with the generic numbering (include/uapi/asm-generic): amd64, arm64,
// riscv64. A test compares them with x/sys/unix on Linux, and with the symbols
// of lang/vocab.
package abi
