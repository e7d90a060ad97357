package lang

import (
	"reflect"
	"testing"
	"unsafe"

	"github.com/pktlang/pkt/lang/source"
)

// What an edit parses anew holds no part of the text in which it was parsed.
func TestEditedStatementsHoldNoText(t *testing.T) {
	text := ""
	for range 20 {
		text += "+0 < S. 0:0(0) ack 1 win 10 <mss 1000,FO abcd,nop,nop>\n" +
			"+0 write(3, \"abc\", LEN) = -1 EAGAIN (try again)\n" +
			"+0 `sleep 1`\n+0 %{ print(1) }%\n+0 bind(3, {sa_family=AF_INET, sin_port=htons(1), " +
			"sin_addr=inet_addr(\"1.2.3.4\")}, 16) = 0\n"
	}
	script := Parse(source.NewFile("a.pkt", text), Definitions{"LEN": "3"})
	edited, err := script.Edit(source.Edit{Range: source.Range{Start: 500, End: 500}, New: "\n+0 close(3) = 0\n"})
	if err != nil {
		t.Fatal(err)
	}
	start := uintptr(unsafe.Pointer(unsafe.StringData(edited.File.Text)))
	end := start + uintptr(len(edited.File.Text))
	strings := 0
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				look(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				look(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i))
			}
		case reflect.String:
			if s := v.String(); s != "" {
				strings++
				if at := uintptr(unsafe.Pointer(unsafe.StringData(s))); at >= start && at < end {
					t.Errorf("%q is a part of the script's text", s)
				}
			}
		}
	}
	for _, st := range edited.Statements {
		for _, root := range []any{st.Option, st.Time, st.Action} {
			if v := reflect.ValueOf(root); v.IsValid() {
				look(v)
			}
		}
	}
	if strings == 0 {
		t.Error("no strings were looked at")
	}
}
