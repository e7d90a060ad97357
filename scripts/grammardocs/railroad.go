package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/ebnf"

	"github.com/pktlang/pkt/lang/grammar"
)

// Measures of a diagram, in pixels.
const (
	letter = 7.9 // width of one in the font
	box    = 24.0
	gap    = 12.0 // between two boxes, in both directions
	curve  = 10.0 // radius
	margin = 16.0
)

// shape is a part of a diagram. A line comes in at its left end and goes out at
// its right end, both at the same height.
type shape struct {
	width    float64
	up, down float64 // what is above and below the line
	draw     func(p *pen, x, y float64)
}

// pen collects the elements of a picture.
type pen struct{ strings.Builder }

func (p *pen) line(format string, args ...any) {
	fmt.Fprintf(p, "<path d=\""+format+"\"/>\n", args...)
}

// railroad draws a production as SVG.
func railroad(production grammar.Production) (string, error) {
	parsed, err := parse(production)
	if err != nil {
		return "", err
	}
	s := choiceOf(parsed.Expression)
	p := &pen{}
	const lead = 20.0
	width, height := s.width+2*(margin+lead), s.up+s.down+2*margin
	y := margin + s.up
	fmt.Fprintf(p, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`,
		width, height, width, height)
	fmt.Fprintf(p, "\n<title>%s</title>\n<style>%s</style>\n", html.EscapeString(production.Name), style)
	fmt.Fprintln(p, `<rect class="paper" width="100%" height="100%"/>`)
	p.line("M%.1f %.1fv12m0 -6h%.1f", margin, y-6, lead)
	s.draw(p, margin+lead, y)
	p.line("M%.1f %.1fh%.1fm0 -6v12", margin+lead+s.width, y, lead)
	p.WriteString("</svg>\n")
	return p.String(), nil
}

const style = `path{fill:none;stroke:#333;stroke-width:1.5}` +
	`rect{fill:#eef4fb;stroke:#333;stroke-width:1.2}rect.word{fill:#fdf5dc}rect.token{fill:#e9f5e6}` +
	`rect.paper{fill:#fff;stroke:none}rect.look{fill:#fff;stroke-dasharray:4 3}` +
	`text{font:13px ui-monospace,monospace;text-anchor:middle;fill:#111}`

func parse(p grammar.Production) (*ebnf.Production, error) {
	text := p.Name + " = " + strings.Join(p.Alternatives, " | ") + " ."
	parsed, err := ebnf.ParseString(text)
	if err != nil {
		return nil, fmt.Errorf("cannot read the production %s: %w", p.Name, err)
	}
	return parsed.Productions[0], nil
}

// namesIn are the productions that a production uses.
func namesIn(p grammar.Production) []string {
	parsed, err := parse(p)
	if err != nil {
		return nil
	}
	var names []string
	var visit func(*ebnf.Expression)
	visit = func(e *ebnf.Expression) {
		for _, s := range e.Alternatives {
			for _, t := range s.Terms {
				if t.Group != nil {
					visit(t.Group.Expr)
				} else if t.Name != "" {
					names = append(names, t.Name)
				}
			}
		}
	}
	visit(parsed.Expression)
	return names
}

func choiceOf(e *ebnf.Expression) shape {
	var list []shape
	for _, s := range e.Alternatives {
		var terms []shape
		for _, t := range s.Terms {
			terms = append(terms, term(t))
		}
		list = append(list, sequence(terms))
	}
	return choice(list)
}

func term(t *ebnf.Term) shape {
	var s shape
	switch {
	case t.Negation:
		once := *t
		once.Negation, once.Repetition = false, ""
		s = label("any but "+writtenTerm(&once), "look")
	case t.Group != nil && t.Group.Lookahead == ebnf.LookaheadAssertionPositive:
		s = label("if "+written(t.Group.Expr), "look")
	case t.Group != nil && t.Group.Lookahead == ebnf.LookaheadAssertionNegative:
		s = label("unless "+written(t.Group.Expr), "look")
	case t.Group != nil:
		s = choiceOf(t.Group.Expr)
	case t.Literal != "":
		s = label(literal(t.Literal), "word")
	case t.Token != "":
		s = label("<"+t.Token+">", "token")
	default:
		s = label(t.Name, "rule")
	}
	switch t.Repetition {
	case "?":
		return choice([]shape{straight(), s})
	case "*":
		return choice([]shape{straight(), loop(s)})
	case "+":
		return loop(s)
	}
	return s
}

// written is an expression as the grammar has it.
func written(e *ebnf.Expression) string {
	var alternatives []string
	for _, s := range e.Alternatives {
		var terms []string
		for _, t := range s.Terms {
			terms = append(terms, writtenTerm(t))
		}
		alternatives = append(alternatives, strings.Join(terms, " "))
	}
	return strings.Join(alternatives, " | ")
}

func writtenTerm(t *ebnf.Term) string {
	text := t.Name + t.Literal
	switch {
	case t.Group != nil:
		text = "(" + written(t.Group.Expr) + ")"
	case t.Token != "":
		text = "<" + t.Token + ">"
	}
	if t.Negation {
		text = "~" + text
	}
	return text + t.Repetition
}

// literal is a word of the language without its quotes.
func literal(quoted string) string {
	if text, err := strconv.Unquote(quoted); err == nil {
		return text
	}
	return quoted
}

// straight is nothing but the line.
func straight() shape {
	return shape{draw: func(*pen, float64, float64) {}}
}

// label is a box with a text: that of a token is rounded.
func label(text, class string) shape {
	width := letter*float64(len(text)) + 20
	return shape{width: width, up: box / 2, down: box / 2, draw: func(p *pen, x, y float64) {
		round := 0.0
		if class == "word" || class == "token" {
			round = box / 2
		}
		fmt.Fprintf(p, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"%.0f\"/>\n",
			class, x, y-box/2, width, box, round)
		fmt.Fprintf(p, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x+width/2, y+4.5, html.EscapeString(text))
	}}
}

// sequence puts shapes one after the other.
func sequence(list []shape) shape {
	out := shape{}
	for i, s := range list {
		if i > 0 {
			out.width += gap
		}
		out.width += s.width
		out.up, out.down = max(out.up, s.up), max(out.down, s.down)
	}
	out.draw = func(p *pen, x, y float64) {
		for i, s := range list {
			if i > 0 {
				p.line("M%.1f %.1fh%.1f", x, y, gap)
				x += gap
			}
			s.draw(p, x, y)
			x += s.width
		}
	}
	return out
}

// choice puts shapes below each other, with the first on the line.
func choice(list []shape) shape {
	if len(list) == 1 {
		return list[0]
	}
	inner := 0.0
	for _, s := range list {
		inner = max(inner, s.width)
	}
	out := shape{width: inner + 4*curve, up: list[0].up, down: list[0].down}
	offsets := make([]float64, len(list)) // of each shape's line below the first
	for i, s := range list[1:] {
		out.down += gap/2 + s.up
		offsets[i+1] = max(out.down, 2*curve)
		out.down = offsets[i+1] + s.down
	}
	out.draw = func(p *pen, x, y float64) {
		for i, s := range list {
			at, left := y+offsets[i], x+2*curve
			end := left + s.width
			if i == 0 {
				p.line("M%.1f %.1fh%.1f", x, y, 2*curve)
				p.line("M%.1f %.1fh%.1f", end, y, x+out.width-end)
			} else {
				drop := offsets[i] - 2*curve
				p.line("M%.1f %.1fq%.0f 0 %.0f %.0fv%.1fq0 %.0f %.0f %.0f",
					x, y, curve, curve, curve, drop, curve, curve, curve)
				p.line("M%.1f %.1fh%.1fq%.0f 0 %.0f -%.0fv-%.1fq0 -%.0f %.0f -%.0f",
					end, at, left+inner-end, curve, curve, curve, drop, curve, curve, curve)
			}
			s.draw(p, left, at)
		}
	}
	return out
}

// loop is a shape that may come again.
func loop(s shape) shape {
	back := max(s.down+gap/2, 2*curve)
	return shape{width: s.width + 2*curve, up: s.up, down: back + 2, draw: func(p *pen, x, y float64) {
		p.line("M%.1f %.1fh%.0f", x, y, curve)
		s.draw(p, x+curve, y)
		p.line("M%.1f %.1fh%.0f", x+curve+s.width, y, curve)
		drop := back - 2*curve
		p.line("M%.1f %.1fq%.0f 0 %.0f %.0fv%.1fq0 %.0f -%.0f %.0fh-%.1f"+
			"q-%.0f 0 -%.0f -%.0fv-%.1fq0 -%.0f %.0f -%.0f",
			x+curve+s.width, y, curve, curve, curve, drop, curve, curve, curve, s.width,
			curve, curve, curve, drop, curve, curve, curve)
	}}
}
