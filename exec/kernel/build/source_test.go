package build

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// archiveOf packs files, compressed as the name's end says.
func archiveOf(t *testing.T, extension string, files map[string]string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for name, text := range files {
		err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))})
		if _, writeError := w.Write([]byte(text)); err != nil || writeError != nil {
			t.Fatal(err, writeError)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if extension == ".gz" {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		if _, err := z.Write(packed.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if _, err := exec.LookPath("xz"); err != nil {
		t.Skip("xz is needed to pack what is to be unpacked")
	}
	command := exec.Command("xz", "-c")
	command.Stdin = &packed
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func kernelFiles(root string) map[string]string {
	return map[string]string{
		root + "Makefile": fakeMakefile, root + "arch/um/Kconfig": "", root + "net/ipv4/tcp.c": "tcp",
		root + "drivers/gpu/x.c": "left out", root + "drivers/gpu/Kconfig": "kept",
		root + "arch/arm64/Kconfig": "left out",
	}
}

// TestUnpack holds that an archive is unpacked, without what no build needs, and
// only once.
func TestUnpack(t *testing.T) {
	var told []string
	s := Sources{Folder: filepath.Join(t.TempDir(), "sources"), Tell: func(what string) { told = append(told, what) }}
	archive := filepath.Join(t.TempDir(), "linux-9.8.tar.gz")
	write(t, archive, string(archiveOf(t, ".gz", kernelFiles("linux-9.8/"))))
	for range 2 {
		tree, err := s.Resolve(t.Context(), archive)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]bool{
			"net/ipv4/tcp.c": true, "drivers/gpu/Kconfig": true, "drivers/gpu/x.c": false, "arch/arm64/Kconfig": false,
		} {
			if _, err := os.Stat(filepath.Join(tree, name)); (err == nil) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if len(told) != 1 {
		t.Errorf("told %q", told)
	}
}

// TestUnpackPackage holds that a package of Debian with an archive in it is
// unpacked.
func TestUnpackPackage(t *testing.T) {
	inner := archiveOf(t, ".xz", kernelFiles("linux-source-9.8/"))
	data := archiveOf(t, ".xz", map[string]string{
		"./usr/src/linux-source-9.8.tar.xz": string(inner), "./usr/share/doc/x": "doc",
	})
	var deb bytes.Buffer
	deb.WriteString("!<arch>\n")
	for _, member := range []struct {
		name string
		data []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.xz", []byte("odd")}, {"data.tar.xz", data}} {
		fmt.Fprintf(&deb, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", member.name, 0, 0, 0, "100644", len(member.data))
		deb.Write(member.data)
		if len(member.data)%2 == 1 {
			deb.WriteByte('\n')
		}
	}
	path := filepath.Join(t.TempDir(), "linux-source-9.8_9.8.7-1_all.deb")
	write(t, path, deb.String())
	s := Sources{Folder: t.TempDir()}
	tree, err := s.Resolve(t.Context(), path)
	if err != nil || filepath.Base(tree) != "linux-source-9.8" || !IsTree(tree) {
		t.Errorf("%s, %v", tree, err)
	}
}

// TestLocal holds that an archive in the present folder is found by the number of
// its release.
func TestLocal(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "linux-9.8.tar.gz", string(archiveOf(t, ".gz", kernelFiles("linux-9.8/"))))
	s := Sources{Folder: t.TempDir(), Mirror: "http://127.0.0.1:1"}
	if tree, err := s.Resolve(t.Context(), "9.8"); err != nil || !IsTree(tree) {
		t.Errorf("%s, %v", tree, err)
	}
}

// TestBadSources holds what is said of sources that are none.
func TestBadSources(t *testing.T) {
	s := Sources{Folder: t.TempDir(), Mirror: "http://127.0.0.1:1"}
	folder := t.TempDir()
	text, odd := filepath.Join(folder, "x.tar.lz4"), filepath.Join(folder, "x.deb")
	empty := filepath.Join(folder, "e.tar.gz")
	write(t, text, "x")
	write(t, odd, "x")
	write(t, empty, string(archiveOf(t, ".gz", map[string]string{"readme/x": "y"})))
	for what, want := range map[string]string{
		"nothing": "neither a kernel tree, nor an archive", text: ".lz4 is no compression", odd: "no package of Debian",
		empty: "no kernel's source", "9.9.9": "not on this machine",
	} {
		if _, err := s.Resolve(t.Context(), what); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", what, err, want)
		}
	}
}

// TestDownload holds that a release is downloaded where it is not on this
// machine, and refused where its checksum is another one.
func TestDownload(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is needed to download")
	}
	t.Chdir(t.TempDir())
	archive := archiveOf(t, ".xz", kernelFiles("linux-9.8.7/"))
	sum := fmt.Sprintf("%x", sha256.Sum256(archive))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v9.x/sha256sums.asc":
			fmt.Fprintf(w, "-----BEGIN PGP SIGNED MESSAGE-----\n\n%s  linux-9.8.6.tar.xz\n"+
				"%[1]s  linux-9.8.7.tar.xz\n%064d  linux-9.8.8.tar.xz\n", sum, 0)
		case "/v9.x/linux-9.8.7.tar.xz", "/v9.x/linux-9.8.8.tar.xz":
			_, _ = w.Write(archive)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	s := Sources{Folder: t.TempDir(), Mirror: server.URL + "/"}
	if tree, err := s.Resolve(t.Context(), "9.8.7"); err != nil || !IsTree(tree) {
		t.Errorf("%s, %v", tree, err)
	}
	_, err := s.Resolve(t.Context(), "9.8.8")
	if err == nil || !strings.Contains(err.Error(), "has the checksum "+sum) {
		t.Errorf("a wrong checksum: %v", err)
	}
	_, err = s.Resolve(t.Context(), "9.8.9")
	if err == nil || !strings.Contains(err.Error(), "there is no linux-9.8.9.tar.xz") {
		t.Errorf("a release that there is not: %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(s.Folder, "*"))
	if len(left) != 2 { // the archive and its tree
		t.Errorf("left behind: %v", left)
	}
}
