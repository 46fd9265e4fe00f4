package main

import (
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// root is the top of the repository, seen from here.
const root = "../.."

func model(t *testing.T) *kong.Node {
	t.Helper()
	parser, err := newParser(io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Node
}

// every calls fn for a node and all below it.
func every(n *kong.Node, fn func(*kong.Node)) {
	fn(n)
	for _, child := range n.Children {
		every(child, fn)
	}
}

func TestHelpIsInBothLanguages(t *testing.T) {
	check := func(whose, help string) {
		first, _ := utf8.DecodeRuneInString(help)
		if !unicode.Is(unicode.Han, first) || !strings.ContainsFunc(help, func(r rune) bool { return 'A' <= r && r <= 'z' }) {
			t.Errorf("help of %s = %q, want Chinese, then English", whose, help)
		}
	}
	every(model(t), func(n *kong.Node) {
		check(n.FullPath(), n.Help)
		for _, flag := range n.Flags {
			if flag.Name != "help" {
				check(n.FullPath()+" --"+flag.Name, flag.Help)
			}
		}
		for _, arg := range n.Positional {
			check(n.FullPath()+" "+arg.Name, arg.Help)
		}
	})
}

// documents returns the texts of the Markdown files under a path, by path.
func documents(t *testing.T, under string) map[string]string {
	t.Helper()
	return files(t, under, ".md")
}

// files returns the texts of the files of one kind under a path, by path.
func files(t *testing.T, under, extension string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(filepath.Join(root, under), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != extension {
			return err
		}
		text, err := os.ReadFile(path)
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestGuidesNameEveryFlagAndVariable(t *testing.T) {
	for _, language := range []string{"docs/zh", "docs/en"} {
		var all strings.Builder
		for _, text := range documents(t, language) {
			all.WriteString(text)
		}
		every(model(t), func(n *kong.Node) {
			for _, flag := range n.Flags {
				named := regexp.MustCompile(`--` + flag.Name + `(?:[^a-z-]|$)`).MatchString(all.String())
				if short := flag.Short != 0 && strings.Contains(all.String(), " -"+string(flag.Short)+" "); !named && !short && flag.Name != "help" {
					t.Errorf("%s names --%s of %s nowhere", language, flag.Name, n.FullPath())
				}
				for _, variable := range flag.Envs {
					if !strings.Contains(all.String(), variable) {
						t.Errorf("%s names %s nowhere", language, variable)
					}
				}
			}
		})
	}
}

// shown finds a command with its flags, where a shell has one, up to what ends
// it or begins a remark.
var (
	shown   = regexp.MustCompile(`(?m)(?:^|[/(]|[&|] |=\S+ )yizhan ([a-z][^\n#|&;)<>` + "`" + `]*)`)
	aFlag   = regexp.MustCompile(`(?:^| )\[?--([a-z][a-z-]*)`)
	fence   = regexp.MustCompile("(?s)```.*?```")
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	link    = regexp.MustCompile(`(?:\]\(|<img src=")([^)"\s]+)[)"]`)
	remark  = regexp.MustCompile(`//.*`)
	page    = regexp.MustCompile(`[\w/.-]+\.md\b`)
)

func TestCommandsThatAreShownExist(t *testing.T) {
	top := model(t)
	for _, under := range []string{"README.md", "docs/zh", "docs/en"} {
		for path, text := range documents(t, under) {
			for _, block := range fence.FindAllString(text, -1) {
				block = strings.ReplaceAll(block, "\\\n", " ")
				for _, command := range shown.FindAllStringSubmatch(block, -1) {
					for _, problem := range unknown(top, command[1]) {
						t.Errorf("%s shows yizhan %s: %s", path, command[1], problem)
					}
				}
			}
		}
	}
}

// unknown returns what of a command no verb has.
func unknown(n *kong.Node, command string) (problems []string) {
	known := map[string]bool{"help": true}
	for _, word := range strings.Fields(command) {
		at := slices.IndexFunc(n.Children, func(child *kong.Node) bool { return child.Name == word })
		if at < 0 {
			break
		}
		n = n.Children[at]
	}
	if n.Type == kong.ApplicationNode {
		return []string{"no such verb"}
	}
	every(n, func(verb *kong.Node) {
		for _, flag := range verb.Flags {
			known[flag.Name] = true
		}
	})
	for _, flag := range aFlag.FindAllStringSubmatch(command, -1) {
		if !known[flag[1]] {
			problems = append(problems, "no flag --"+flag[1])
		}
	}
	return problems
}

// anchors returns the anchors of a document's headings, as the usual readers
// of Markdown make them.
func anchors(text string) map[string]bool {
	made := map[string]bool{}
	for _, h := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		made[strings.ReplaceAll(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == ' ' {
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(h[1])), " ", "-")] = true
	}
	return made
}

func TestLinksOfDocumentsLeadSomewhere(t *testing.T) {
	links := 0
	for _, under := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs"} {
		for path, text := range documents(t, under) {
			for _, found := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
				if !strings.Contains(found[1], "://") {
					links++
					leads(t, path, text, found[1])
				}
			}
		}
	}
	if links == 0 {
		t.Error("no link was found, want some")
	}
}

// A reader who follows a comment to a document must find it in the clone.
func TestCommentsNameDocumentsThatAreThere(t *testing.T) {
	found := 0
	for _, under := range []string{"cmd", "geo", "stations", "migrations"} {
		for path, text := range files(t, under, ".go") {
			for _, comment := range remark.FindAllString(text, -1) {
				for _, document := range page.FindAllString(comment, -1) {
					found++
					if _, err := os.Stat(filepath.Join(root, document)); err != nil {
						t.Errorf("%s sends its reader to %s, which is not there", path, document)
					}
				}
			}
		}
	}
	if found == 0 {
		t.Error("no comment names a document, want some")
	}
}

// leads checks one link of a document: the file that it names is there, and so
// is the heading.
func leads(t *testing.T, path, text, link string) {
	t.Helper()
	name, anchor, _ := strings.Cut(link, "#")
	if name != "" {
		there, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		if info, _ := os.Stat(filepath.Join(filepath.Dir(path), name)); err != nil && (info == nil || !info.IsDir()) {
			t.Errorf("%s links to %s, which is not there", path, link)
			return
		}
		text = string(there)
	}
	if heading, err := url.PathUnescape(anchor); anchor != "" && (err != nil || !anchors(text)[heading]) {
		t.Errorf("%s links to %s, which has no such heading", path, link)
	}
}
