package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"yizhan/stations/api"
)

// Every example of a question is asked: the server takes it, and its answer is
// as the document says.
func TestEveryExampleOfAQuestionIsAnswered(t *testing.T) {
	r := newRig(t, nil)
	doc, asked, admin := readDocument(t), 0, r.key(api.Admin, "")
	judge := &stranger{drawer: drawer{doc: doc}, rig: r}
	for _, op := range doc.operations() {
		for media, content := range op.body {
			example, ok := doc.follow(content)["example"]
			if !ok || strings.Contains(op.path, "{") { // a record that stands is none of the example's
				continue
			}
			body := encode(example)
			asked++
			w := r.ask(op.method, op.path, body, "Content-Type: "+media, admin)
			response := doc.response(op, strconv.Itoa(w.Code))
			if w.Code >= http.StatusMultipleChoices || response == nil {
				t.Errorf("%s with its example %s = %d %s", op.id, body, w.Code, w.Body)
				continue
			}
			if err := judge.judgeBody(w, doc.follow(response["content"]), w.Body.Bytes(), false); err != nil {
				t.Errorf("%s with its example %s: %v", op.id, body, err)
			}
		}
	}
	if asked < 11 {
		t.Errorf("%d examples were asked, want those of every question", asked)
	}
}
