package wording

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is the source of the server, all rooms of ours but the command line,
// whose texts have a test there, with what flows into each of its variables,
// parameters and fields.
type program struct {
	files *token.FileSet
	info  *types.Info
	rooms map[string]*types.Package
	given map[types.Object][]flow // what is put into it, by any call, assignment or literal
	gives map[ast.Node][]result   // what a function, declared or literal, returns
	funcs map[types.Object]*ast.FuncDecl
	seen  map[ast.Node]bool
	made  []*ast.CallExpr // of stations.Errorf, but for failures of ours
}

// flow is where a value comes from: an expression, or the nth value of one
// that has several.
type flow struct {
	from ast.Expr
	nth  int
}

// result is what a function returns in some place, from 0.
type result struct {
	flow
	place int
}

// listed is what `go list` tells of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// readProgram reads the server and all that it is made of, in order of
// imports. The packages of others are taken as they were compiled.
func readProgram(t *testing.T) *program {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles", "yizhan/cmd/yizhan")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	p := &program{
		files: token.NewFileSet(), rooms: map[string]*types.Package{},
		given: map[types.Object][]flow{}, gives: map[ast.Node][]result{}, funcs: map[types.Object]*ast.FuncDecl{}, seen: map[ast.Node]bool{},
		info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}},
	}
	compiled := map[string]string{}
	others := importer.ForCompiler(p.files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })
	var parsed []*ast.File
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var room listed
		if err := lines.Decode(&room); err != nil {
			t.Fatal(err)
		}
		compiled[room.ImportPath] = room.Export
		if strings.HasPrefix(room.ImportPath, "yizhan/") && !strings.HasPrefix(room.ImportPath, "yizhan/cmd/") {
			parsed = append(parsed, p.check(t, room, others)...)
		}
	}
	for range 2 { // whom a call through a variable reaches is known in the second round
		for _, file := range parsed {
			ast.Inspect(file, p.follow)
		}
	}
	return p
}

// check reads one room of ours.
func (p *program) check(t *testing.T, room listed, others types.Importer) []*ast.File {
	t.Helper()
	if _, err := os.ReadDir(room.Dir); err != nil { // so that a file more is noticed, where results of tests are kept
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range room.GoFiles {
		file, err := parser.ParseFile(p.files, filepath.Join(room.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	conf := types.Config{Importer: imports{p.rooms, others}}
	made, err := conf.Check(room.ImportPath, p.files, parsed, p.info)
	if err != nil {
		t.Fatal(err)
	}
	p.rooms[room.ImportPath] = made
	return parsed
}

// imports finds our rooms as they were read, and all else as compiled.
type imports struct {
	ours   map[string]*types.Package
	others types.Importer
}

func (i imports) Import(path string) (*types.Package, error) {
	if room, ok := i.ours[path]; ok {
		return room, nil
	}
	return i.others.Import(path)
}
