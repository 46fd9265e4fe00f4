package wording

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// follow notes what a piece of source puts where.
func (p *program) follow(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		p.funcs[p.info.Defs[n.Name]] = n
		p.returns(n, n.Type, n.Body)
	case *ast.FuncLit:
		p.returns(n, n.Type, n.Body)
	case *ast.AssignStmt:
		if n.Tok != token.ADD_ASSIGN {
			p.assign(n.Lhs, n.Rhs)
		}
	case *ast.ValueSpec:
		left := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			left[i] = name
		}
		p.assign(left, n.Values)
	case *ast.RangeStmt:
		if n.Value != nil {
			p.put(p.object(n.Value), flow{from: n.X})
		}
	case *ast.CompositeLit:
		p.members(n)
	case *ast.CallExpr:
		p.call(n)
		p.makes(n)
	}
	return true
}

// put notes that a value goes into something, once.
func (p *program) put(into types.Object, what flow) {
	if into == nil || what.from == nil {
		return
	}
	if !slices.Contains(p.given[into], what) {
		p.given[into] = append(p.given[into], what)
	}
}

func (p *program) assign(left, right []ast.Expr) {
	for i, to := range left {
		switch {
		case len(left) == len(right):
			p.put(p.object(to), flow{from: right[i]})
		case len(right) == 1:
			p.put(p.object(to), flow{right[0], i})
		}
	}
}

// members notes what a literal puts into the fields of a struct.
func (p *program) members(lit *ast.CompositeLit) {
	kind, ok := deref(p.info.TypeOf(lit)).Underlying().(*types.Struct)
	if !ok || p.internal(lit) {
		return
	}
	for i, e := range lit.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			p.put(p.object(pair.Key), flow{from: pair.Value})
		} else {
			p.put(kind.Field(i).Origin(), flow{from: e})
		}
	}
}

// makes notes a call that makes an error, once.
func (p *program) makes(c *ast.CallExpr) {
	if isOurs(p.object(c.Fun), "Errorf") && !p.seen[c] && !isOurs(p.object(c.Args[0]), "Internal") {
		p.seen[c] = true
		p.made = append(p.made, c)
	}
}

// internal reports whether a literal is an error of which HTTP tells no text.
func (p *program) internal(lit *ast.CompositeLit) bool {
	return slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		pair, ok := e.(*ast.KeyValueExpr)
		return ok && isOurs(p.object(pair.Value), "Internal")
	})
}

// isOurs reports whether something is what the domain calls so.
func isOurs(o types.Object, name string) bool {
	return o != nil && o.Name() == name && o.Pkg() != nil && o.Pkg().Path() == "yizhan/stations"
}

// call notes what a call puts into the parameters of all whom it may reach.
func (p *program) call(c *ast.CallExpr) {
	for _, kind := range p.reached(c) {
		last := kind.Params().Len() - 1
		for i, arg := range c.Args {
			if at := min(i, last); at >= 0 {
				p.put(kind.Params().At(at).Origin(), flow{from: arg})
			}
		}
	}
}

// reached returns the signatures, with the parameters as they were declared,
// of the functions of ours that a call may reach.
func (p *program) reached(c *ast.CallExpr) []*types.Signature {
	var all []*types.Signature
	for _, body := range p.bodies(c.Fun, 0) {
		switch body := body.(type) {
		case *ast.FuncDecl:
			all = append(all, p.info.Defs[body.Name].Type().(*types.Signature))
		case *ast.FuncLit:
			all = append(all, p.info.TypeOf(body).(*types.Signature))
		}
	}
	return all
}

// bodies returns the declarations and literals that an expression of a
// function may stand for.
func (p *program) bodies(e ast.Expr, depth int) []ast.Node {
	var all []ast.Node
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return []ast.Node{e}
	case *ast.CompositeLit: // a list of functions
		for _, item := range e.Elts {
			all = append(all, p.bodies(item, depth+1)...)
		}
		return all
	}
	object := p.object(e)
	if declared, ok := p.funcs[object]; ok {
		return []ast.Node{declared}
	}
	if depth < 4 {
		for _, value := range p.given[object] {
			all = append(all, p.bodies(value.from, depth+1)...)
		}
	}
	return all
}

// returns notes what a function returns, but not those within it.
func (p *program) returns(f ast.Node, kind *ast.FuncType, body *ast.BlockStmt) {
	if p.seen[f] || body == nil || kind.Results == nil {
		return
	}
	p.seen[f] = true
	give := func(place int, from ast.Expr, nth int) {
		p.gives[f] = append(p.gives[f], result{flow{from, nth}, place})
	}
	place := 0
	for _, field := range kind.Results.List {
		for _, name := range field.Names {
			give(place, name, 0)
			place++
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
			for nth := range kind.Results.NumFields() { // also of one call that returns several
				give(nth, r.Results[0], nth)
			}
		} else if ok {
			for i, e := range r.Results {
				give(i, e, 0)
			}
		}
		_, inner := n.(*ast.FuncLit)
		return !inner
	})
}

// object returns what an expression names, as it was declared; nil when it
// names nothing.
func (p *program) object(e ast.Expr) types.Object {
	var named types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if named = p.info.Uses[e]; named == nil {
			named = p.info.Defs[e]
		}
	case *ast.SelectorExpr:
		named = p.info.Uses[e.Sel]
	case *ast.IndexExpr: // of a generic function
		return p.object(e.X)
	}
	switch named := named.(type) {
	case *types.Var:
		return named.Origin()
	case *types.Func:
		return named.Origin()
	}
	return named
}

func deref(t types.Type) types.Type {
	if to, ok := t.Underlying().(*types.Pointer); ok {
		return to.Elem()
	}
	return t
}
