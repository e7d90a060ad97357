package abi

import (
	"encoding/binary"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/pktlang/pkt/lang/vocab"
)

// linuxName reports whether a name of this package is one of Linux's.
func linuxName(name string) bool { return strings.ToUpper(name) == name && len(name) > 1 }

// constants are the exported ones of a package by name, those of this package
// from its source.
func constants(t *testing.T) (ours, unixes map[string]constant.Value) {
	t.Helper()
	set := token.NewFileSet()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	from := importer.ForCompiler(set, "source", nil)
	own, err := (&types.Config{Importer: from}).Check("abi", set, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	system, err := from.Import("golang.org/x/sys/unix")
	if err != nil {
		t.Fatal(err)
	}
	return values(own), values(system)
}

func values(p *types.Package) map[string]constant.Value {
	out := map[string]constant.Value{}
	for _, name := range p.Scope().Names() {
		if c, ok := p.Scope().Lookup(name).(*types.Const); ok {
			out[name] = c.Val()
		}
	}
	return out
}

// TestNumbers compares every number that has one of Linux's names with
// x/sys/unix and with the symbol of scripts.
func TestNumbers(t *testing.T) {
	ours, system := constants(t)
	checked := 0
	for name, value := range ours {
		if !linuxName(name) {
			continue
		}
		known := false
		if want, ok := system[name]; ok {
			known = true
			if !constant.Compare(value, token.EQL, want) {
				t.Errorf("%s is %s, in x/sys/unix %s", name, value, want)
			}
		}
		if symbol, ok := vocab.LookupConstant(name); ok && symbol.HasValue {
			known = true
			if n, _ := constant.Int64Val(value); n != symbol.Value {
				t.Errorf("%s is %s, in lang/vocab %d", name, value, symbol.Value)
			}
		}
		if want, ok := system["BPF_"+name]; ok {
			known = true
			if !constant.Compare(value, token.EQL, want) {
				t.Errorf("%s is %s, in x/sys/unix %s", name, value, want)
			}
		}
		if !known && name != "SOCK_TYPE_MASK" && !strings.HasPrefix(name, "TCPI_OPT_") {
			t.Errorf("nobody else knows %s, so it cannot be checked", name)
		}
		checked++
	}
	if checked < 150 {
		t.Errorf("only %d numbers were checked", checked)
	}
}

// otherNames are the usual ones where x/sys/unix has another of the same number.
var otherNames = map[string]string{"ENOTSUP": "EOPNOTSUPP", "EFSCORRUPTED": "EUCLEAN"}

func TestErrnos(t *testing.T) {
	for e := Errno(1); e < 134; e++ {
		system := unix.Errno(e)
		name := unix.ErrnoName(system)
		if other, ok := otherNames[name]; ok {
			name = other
		}
		if name != "" && e.Name() != name {
			t.Errorf("errno %d is %q, in x/sys/unix %q", e, e.Name(), name)
		}
	}
	if got := Errno(0).Error(); got != "Success" {
		t.Errorf("errno 0 says %q", got)
	}
	if got := Errno(9999).Error(); got != "Unknown error 9999" {
		t.Errorf("errno 9999 says %q", got)
	}
}

func TestLayoutOfTCPInfo(t *testing.T) {
	ours, system := reflect.TypeFor[TCPInfo](), reflect.TypeFor[unix.TCPInfo]()
	if len((&TCPInfo{}).Bytes()) != int(ours.Size()) {
		t.Errorf("%d bytes are encoded, the structure has %d", len((&TCPInfo{}).Bytes()), ours.Size())
	}
	if got, want := unsafe.Offsetof(TCPInfo{}.WindowScales), uintptr(6); got != want {
		t.Errorf("the window scales are at %d, want %d", got, want)
	}
	offsets := map[uintptr]uintptr{}
	for i := range ours.NumField() {
		offsets[ours.Field(i).Offset] = ours.Field(i).Type.Size()
	}
	compared := 0
	for i := range system.NumField() {
		f := system.Field(i)
		if f.Name == "_" || f.PkgPath != "" || f.Offset >= ours.Size() {
			continue // padding, or younger than 6.18
		}
		if size, ok := offsets[f.Offset]; !ok || size != f.Type.Size() {
			t.Errorf("%s stands at %d with %d bytes in x/sys/unix, here %d", f.Name, f.Offset, f.Type.Size(), size)
		}
		compared++
	}
	if compared < 55 {
		t.Errorf("only %d fields were compared", compared)
	}
}

func TestSizes(t *testing.T) {
	for _, s := range []struct {
		name         string
		ours, system uintptr
	}{
		{"sockaddr_in", SizeofSockaddrInet4, unsafe.Sizeof(unix.RawSockaddrInet4{})},
		{"sockaddr_in6", SizeofSockaddrInet6, unsafe.Sizeof(unix.RawSockaddrInet6{})},
		{"cmsghdr", SizeofCmsghdr, uintptr(unix.CmsgLen(0))},
		{"CMSG_SPACE(5)", uintptr(ControlSpace(5)), uintptr(unix.CmsgSpace(5))},
		{"pollfd", unsafe.Sizeof(PollFD{}), unsafe.Sizeof(unix.PollFd{})},
		{"timeval", SizeofTimeval, unsafe.Sizeof(unix.Timeval{})},
		{"timespec", SizeofTimespec, unsafe.Sizeof(unix.Timespec{})},
		{"linger", SizeofLinger, unsafe.Sizeof(unix.Linger{})},
	} {
		if s.ours != s.system {
			t.Errorf("%s has %d bytes, in x/sys/unix %d", s.name, s.ours, s.system)
		}
	}
}

func TestSockaddrIsTheKernels(t *testing.T) {
	four := SockaddrInet(netip.MustParseAddrPort("192.0.2.1:8080"))
	in4 := (*unix.RawSockaddrInet4)(unsafe.Pointer(&four.Storage))
	if in4.Family != unix.AF_INET || in4.Addr != [4]byte{192, 0, 2, 1} || port(in4.Port) != 8080 {
		t.Errorf("the kernel reads %+v", in4)
	}
	six := SockaddrInet(netip.MustParseAddrPort("[2001:db8::1]:443"))
	in6 := (*unix.RawSockaddrInet6)(unsafe.Pointer(&six.Storage))
	if in6.Family != unix.AF_INET6 || in6.Addr != netip.MustParseAddr("2001:db8::1").As16() || port(in6.Port) != 443 {
		t.Errorf("the kernel reads %+v", in6)
	}
}

// port is a port as a program reads it in a kernel's structure.
func port(stored uint16) uint16 {
	var b [2]byte
	binary.NativeEndian.PutUint16(b[:], stored)
	return binary.BigEndian.Uint16(b[:])
}

func TestControlMessageIsTheKernels(t *testing.T) {
	b := AppendControl(nil, ControlMessage{Level: SOL_TCP, Type: TCP_CM_INQ, Data: []byte{1, 2, 3, 4, 5}})
	list, err := unix.ParseSocketControlMessage(b)
	if err != nil || len(list) != 1 {
		t.Fatalf("x/sys/unix reads %v, %v", list, err)
	}
	if m := list[0]; m.Header.Level != SOL_TCP || m.Header.Type != TCP_CM_INQ || len(m.Data) != 5 {
		t.Errorf("x/sys/unix reads %+v", m)
	}
}
