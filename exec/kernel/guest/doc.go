// Package guest is what runs inside a user-mode Linux: the first process, which
// sets the guest up and runs one script after the other, and the process of one
// script. Package kernel starts it and says what to run.
package guest
