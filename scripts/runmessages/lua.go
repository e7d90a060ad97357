package main

import (
	"fmt"
	"strings"
)

func lua(objects []object) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---@meta\n-- %s\n", origin)
	for _, o := range objects {
		fmt.Fprintf(&b, "\n---@class %s\n", luaName(o.name))
		for _, f := range o.fields {
			text := f.kind.lua()
			if o.line != "" && f.name == "type" {
				text = fmt.Sprintf("%q", o.line)
			}
			mark := ""
			if f.optional {
				mark = "?"
			}
			fmt.Fprintf(&b, "---@field %s%s %s\n", f.name, mark, text)
		}
	}
	return b.String()
}

func luaName(name string) string { return "pkt." + name }

func (k kind) lua() string {
	switch {
	case k.number:
		return "number"
	case k.text:
		return "string"
	case k.truth:
		return "boolean"
	case k.words != nil:
		return quoted(k.words)
	case k.counts != nil:
		return fmt.Sprintf("table<%s, number>", quoted(k.counts))
	case k.element != nil:
		return k.element.lua() + "[]"
	}
	return luaName(k.object)
}
