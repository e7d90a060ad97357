package program

// The codes of what Compile finds in system calls. The linter's rules of the
// same codes document them.
const (
	CodeUnknownCall       = "PKT101"
	CodeUnknownConstant   = "PKT102"
	CodeUnknownErrno      = "PKT103"
	CodeArgumentCount     = "PKT104"
	CodeArgumentKind      = "PKT105"
	CodeCountMismatch     = "PKT110"
	CodeArgumentValue     = "PKT111"
	CodeUnknownDescriptor = "PKT201"
	CodeClosedDescriptor  = "PKT202"
	CodeDescriptorTaken   = "PKT203"
	CodeWrongDescriptor   = "PKT204"
	CodeCallResult        = "PKT205"
)

// The codes of what Compile finds in packets, beside those of package lang.
const (
	CodePacketTooLarge = "PKT411"
	CodeOuterHeaders   = "PKT412"
)

// CodeUnsupported is the code of what is as it should be, and that no run can do
// yet. The linter has nothing to say of it.
const CodeUnsupported = "run/unsupported"
