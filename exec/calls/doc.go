// Package calls makes the system calls of a script to a kernel, and compares
// what they return and write with what the script says. The kernel is any that
// answers as Linux does; see Kernel.
//
// What a call means, package program has found before anything runs. To invoke
// it is to map the script's descriptors to live ones, to fill in live addresses
// and buffers, to make the call, and to compare.
//
// What is compared, and what is not, follows google/packetdrill
// (run_system_call.c), so that a script gets the same verdict from both. Where
// that tool stops at a form that its own grammar allows, this package goes on:
// a string as a buffer is sent and compared, and getsockopt takes
// {onoff=, linger=}.
package calls
