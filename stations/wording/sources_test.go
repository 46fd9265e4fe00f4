package wording

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// found is a text that the sources put together, with samples for what is only
// known when somebody asks, and where its words stand.
type found struct {
	text string
	at   token.Pos
}

const (
	word   = "x1"   // the sample of a text
	quoted = `"x1"` // … in quotation marks
	number = "7"    // … of a number
	most   = 200    // texts of one place
)

// reader puts texts together. It keeps what it is in the midst of, which may
// lead back to itself.
type reader struct {
	*program
	within map[types.Object]bool
	inside map[ast.Node]bool
}

// texts returns what an expression of a text or an error may say.
func (r reader) texts(e ast.Expr, nth int) []found {
	e = ast.Unparen(e)
	if value := r.info.Types[e].Value; value != nil && value.Kind() == constant.String {
		return []found{{constant.StringVal(value), e.Pos()}}
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return join(r.texts(e.X, 0), r.texts(e.Y, 0))
	case *ast.CallExpr:
		return r.called(e, nth)
	case *ast.UnaryExpr:
		return r.texts(e.X, 0)
	case *ast.StarExpr:
		return r.texts(e.X, 0)
	case *ast.IndexExpr:
		return r.texts(e.X, 0)
	case *ast.CompositeLit:
		if said, ok := r.says(e); ok {
			return said
		}
		return r.items(e)
	case *ast.Ident, *ast.SelectorExpr:
		return r.named(e)
	}
	return r.unknown(e)
}

// named returns the texts that something with a name may hold.
func (r reader) named(e ast.Expr) []found {
	object := r.object(e)
	if object == nil || len(r.given[object]) == 0 {
		return r.unknown(e)
	}
	if r.within[object] {
		return nil
	}
	r.within[object] = true
	defer delete(r.within, object)
	var all []found
	for _, value := range r.given[object] {
		all = append(all, r.texts(value.from, value.nth)...)
	}
	return once(all)
}

// items returns the texts in a list or a map.
func (r reader) items(lit *ast.CompositeLit) []found {
	var all []found
	for _, item := range lit.Elts {
		if pair, ok := item.(*ast.KeyValueExpr); ok {
			item = pair.Value
		}
		if !isText(r.info.TypeOf(item)) {
			return r.unknown(lit)
		}
		all = append(all, r.texts(item, 0)...)
	}
	return once(all)
}

// called returns the texts that a call may return as its nth value.
func (r reader) called(c *ast.CallExpr, nth int) []found {
	if kind := r.info.Types[c.Fun]; kind.IsType() {
		return r.texts(c.Args[0], 0)
	}
	if of, ok := c.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Error" && len(c.Args) == 0 {
		return r.texts(of.X, 0)
	}
	switch r.name(c) {
	case "fmt.Sprintf", "fmt.Errorf":
		return r.formatted(c, 0)
	case "errors.New":
		return r.texts(c.Args[0], 0)
	case "strconv.Itoa":
		return []found{{number, c.Pos()}}
	case "strconv.Quote":
		return []found{{quoted, c.Pos()}}
	case "stations.Errorf": // read where it is made
		return nil
	}
	var all []found
	for _, body := range r.bodies(c.Fun, 0) {
		all = append(all, r.returned(body, nth)...)
	}
	if several, ok := r.info.TypeOf(c).(*types.Tuple); ok && isError(several.At(nth).Type()) {
		return once(all)
	}
	if len(all) == 0 {
		return r.unknown(c)
	}
	return once(all)
}

// says returns the texts of an error of our own, and whether the literal is
// one. Those of stations.Error are read where they are put in.
func (r reader) says(lit *ast.CompositeLit) ([]found, bool) {
	kind := r.info.TypeOf(lit)
	method, _, _ := types.LookupFieldOrMethod(kind, true, nil, "Error")
	declared := r.funcs[method]
	if declared == nil || declared.Recv == nil {
		return nil, false
	}
	if kind.String() == "yizhan/stations.Error" {
		return nil, true
	}
	return r.returned(declared, 0), true
}

// returned returns the texts of the nth value of a function.
func (r reader) returned(f ast.Node, nth int) []found {
	if r.inside[f] {
		return nil
	}
	r.inside[f] = true
	defer delete(r.inside, f)
	var all []found
	for _, value := range r.gives[f] {
		if value.place == nth && !r.unset(value.from) {
			all = append(all, r.texts(value.from, value.nth)...)
		}
	}
	return once(slices.DeleteFunc(all, func(f found) bool { return f.text == "" }))
}

// unset reports whether nothing is ever put into something with a name, as
// into a result that has one for the reader.
func (r reader) unset(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && r.info.Types[e].Value == nil && len(r.given[r.object(name)]) == 0
}

// name returns package.Function of a call, "" for what has none.
func (r reader) name(c *ast.CallExpr) string {
	if f, ok := r.object(c.Fun).(*types.Func); ok && f.Pkg() != nil {
		return f.Pkg().Name() + "." + f.Name()
	}
	return ""
}

var verb = regexp.MustCompile(`%[-+# 0-9.*]*[a-zA-Z%]`)

// formatted returns the texts of a format and its arguments.
func (r reader) formatted(c *ast.CallExpr, first int) []found {
	if c.Ellipsis.IsValid() { // passed on by Errorf, whose calls are read
		return nil
	}
	var all []found
	for _, format := range r.texts(c.Args[first], 0) {
		texts, rest := []found{{"", format.at}}, 0
		arg := first
		for _, at := range verb.FindAllStringIndex(format.text, -1) {
			texts = join(texts, []found{{format.text[rest:at[0]], format.at}})
			rest = at[1]
			if sign := format.text[at[0]:at[1]]; sign == "%%" {
				texts = join(texts, []found{{"%", format.at}})
			} else {
				arg++
				texts = join(texts, r.filled(c, arg, sign))
			}
		}
		all = append(all, join(texts, []found{{format.text[rest:], format.at}})...)
	}
	return once(all)
}

// filled returns what stands in the place of a sign of a format.
func (r reader) filled(c *ast.CallExpr, arg int, sign string) []found {
	if arg >= len(c.Args) {
		return []found{{word, c.Pos()}}
	}
	e := c.Args[arg]
	if !isText(r.info.TypeOf(e)) || strings.HasSuffix(sign, "q") {
		return []found{{sample(sign, r.info.TypeOf(e)), c.Pos()}}
	}
	if texts := r.texts(e, 0); len(texts) > 0 {
		return texts
	}
	return []found{{word, c.Pos()}}
}

func sample(sign string, kind types.Type) string {
	basic, ok := kind.Underlying().(*types.Basic)
	switch {
	case strings.HasSuffix(sign, "q"):
		return quoted
	case strings.HasSuffix(sign, "d"), ok && basic.Info()&types.IsNumeric != 0:
		return number
	}
	return word
}

// unknown stands for a text that only the question knows. Of an error that
// comes from elsewhere nothing is said: variables named err hold many.
func (r reader) unknown(e ast.Expr) []found {
	if isError(r.info.TypeOf(e)) {
		return nil
	}
	return []found{{word, e.Pos()}}
}

func isError(t types.Type) bool {
	return t != nil && types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

func isText(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0 || isError(t)
}

// join puts each second text behind each first.
func join(first, second []found) []found {
	if len(second) == 0 {
		return first
	}
	first, second = first[:min(len(first), most)], second[:min(len(second), most)]
	var all []found
	for _, a := range first {
		for _, b := range second {
			at := a.at
			if len(a.text) < len(b.text) {
				at = b.at
			}
			all = append(all, found{a.text + b.text, at})
		}
	}
	return once(all)
}

// once leaves each text once.
func once(all []found) []found {
	known := map[string]bool{}
	return slices.DeleteFunc(all, func(f found) bool {
		twice := known[f.text]
		known[f.text] = true
		return twice
	})
}
