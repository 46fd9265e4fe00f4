package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"

	"github.com/labstack/echo/v4"

	"yizhan/stations/api/model"
)

// page is a document that can be sent as JSON or as a page for people.
type page struct {
	Title, Lead string
	Links       []model.Link
	Heads       []string
	Rows        [][]string

	body any    // as JSON
	raw  []byte // JSON that is ready, instead of body
}

// send writes the page in the form.
func (p page) send(c echo.Context, form, media string) error {
	if form == "html" {
		text, err := p.html()
		if err != nil {
			return err
		}
		return send(c, mediaHTML, text)
	}
	if p.raw != nil {
		return send(c, media, p.raw)
	}
	text, err := marshal(p.body)
	if err != nil {
		return err
	}
	return send(c, media, text)
}

func (p page) html() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate().Execute(&b, p)
	return b.Bytes(), err
}

// pageStyle is how a page looks; a policy lets it in by styleDigest.
const pageStyle = `
body { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
a { display: inline-block; padding: 0.625rem 0; }
p, td { white-space: pre-line; }
.box { overflow-x: auto; }
th, td { min-width: 5.25em; overflow-wrap: anywhere; padding: 0.375rem 0.75rem 0.375rem 0; text-align: start; vertical-align: top; }
`

// styleDigest names pageStyle in a content security policy.
func styleDigest() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Parse(`<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>{{.Title}}</title>
<style>` + pageStyle + `</style>
<h1>{{.Title}}</h1>
{{with .Lead}}<p>{{.}}</p>{{end}}
{{with .Links}}<ul>{{range .}}
<li><a href="{{.Href}}" rel="{{.Rel}}">{{.Rel}}{{with .Title}}: {{.}}{{end}}</a>{{end}}
</ul>{{end}}
{{if .Rows}}<div class="box" role="region" aria-label="{{.Title}}" tabindex="0"><table>
{{with .Heads}}<tr>{{range .}}<th scope="col">{{.}}{{end}}{{end}}
{{range .Rows}}<tr>{{range .}}<td>{{.}}{{end}}
{{end}}</table></div>{{end}}
<p><a href="/">找附近的驿站 Stations nearby</a></p>
</html>
`))
}
