package kernel

import "testing"

// TestPlatform holds what is known of a kernel before it runs.
func TestPlatform(t *testing.T) {
	p, err := Platform(t.Context(), testKernel(t))
	if err != nil {
		t.Fatal(err)
	}
	if p.Stack() != "linux" || len(p.Kernel()) == 0 || !p.HasProgram("sh") || p.HasProgram("no-such-program") {
		t.Errorf("%s %v, sh %t", p.Stack(), p.Kernel(), p.HasProgram("sh"))
	}
}

// TestNoKernel holds that other programs are told from kernels.
func TestNoKernel(t *testing.T) {
	for _, path := range []string{"/bin/false", "/bin/true", "/no/such/file"} {
		if _, err := Platform(t.Context(), path); err == nil {
			t.Errorf("%s is a kernel", path)
		}
	}
}
