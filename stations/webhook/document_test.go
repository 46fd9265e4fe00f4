package webhook_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// example is the code of a language in a document.
func example(t *testing.T, document, language string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../docs", document))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "```"+language+"\n")
	code, _, end := strings.Cut(rest, "```")
	if !ok || !end {
		t.Fatalf("%s has no example in %s", document, language)
	}
	return code
}

const goAround = `package main
import ("crypto/hmac"; "crypto/sha256"; "encoding/base64"; "encoding/json"; "errors"; "fmt"; "net/http"; "os"; "strconv"; "strings"; "time")
CODE
func main() {
	var m struct { Secret, Body string; Head http.Header }
	if err := json.NewDecoder(os.Stdin).Decode(&m); err != nil { panic(err) }
	id, err := Verify(m.Secret, m.Head, []byte(m.Body))
	fmt.Println(id, err)
	_, err = Verify(m.Secret, m.Head, []byte(m.Body + " "))
	fmt.Println(err)
}`

const nodeAround = `CODE
const m = JSON.parse(require('node:fs').readFileSync(0))
const head = Object.fromEntries(Object.entries(m.Head).map(([k, v]) => [k.toLowerCase(), v[0]]))
console.log(verify(m.Secret, head, m.Body), null)
try { verify(m.Secret, head, m.Body + ' ') } catch (e) { console.log(e.message) }`

// What the documents tell receivers to do agrees with what couriers send.
func TestTheReceiversOfTheDocumentsWork(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler and Node")
	}
	if example(t, "zh/sync.md", "go") != example(t, "en/sync.md", "go") || example(t, "zh/sync.md", "js") != example(t, "en/sync.md", "js") {
		t.Error("the examples of the two languages differ")
	}
	p := newPost(t, nil)
	p.write(station(t, "甲"))
	p.step()
	m := p.at.last
	m.Secret = p.at.secret
	message, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		language, file, around string
		run                    []string
		none                   string
	}{
		{"go", "main.go", goAround, []string{"go", "run"}, "<nil>"},
		{"js", "main.js", nodeAround, []string{"node"}, "null"},
	} {
		t.Run(c.language, func(t *testing.T) {
			if _, err := exec.LookPath(c.run[0]); err != nil {
				t.Skipf("%s is not installed", c.run[0])
			}
			file := filepath.Join(t.TempDir(), c.file)
			program := strings.Replace(c.around, "CODE", example(t, "en/sync.md", c.language), 1)
			if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), c.run[0], append(c.run[1:], file)...)
			cmd.Stdin = strings.NewReader(string(message))
			out, err := cmd.CombinedOutput()
			if want := p.at.ids[0] + " " + c.none + "\nnot signed with this secret\n"; err != nil || string(out) != want {
				t.Errorf("the receiver in %s says %q, %v, want %q", c.language, out, err, want)
			}
		})
	}
}
