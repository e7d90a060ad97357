package calls

// runPSP refuses the calls that make keys for the PSP Security Protocol: they
// are requests to a netlink family of the kernel, which a device must offer
// and a TUN device does not (Documentation/networking/psp.rst).
func (i *invocation) runPSP() *mismatch {
	if _, m := i.descriptor(0); m != nil {
		return m
	}
	f := faultf(i.Syntax.Name,
		"%s is not supported: PSP needs a network device that offers it, and the TUN device "+
			"of a run does not", i.Signature.Name)
	f.reference = "PSP not initialized"
	m := refuse(f)
	m.Refused, m.Unsupported = false, true
	return m
}
