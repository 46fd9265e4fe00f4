package api

import (
	"bytes"
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
	c.Response().Header().Add("Vary", "Accept")
	if form == "html" {
		var b bytes.Buffer
		if err := pageTemplate().Execute(&b, p); err != nil {
			return err
		}
		return send(c, mediaHTML, b.Bytes())
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

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Parse(`<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
{{with .Lead}}<p>{{.}}</p>{{end}}
<ul>{{range .Links}}
<li><a href="{{.Href}}" rel="{{.Rel}}">{{.Rel}}{{with .Title}}: {{.}}{{end}}</a>{{end}}
</ul>
{{if .Rows}}<table>
{{with .Heads}}<tr>{{range .}}<th scope="col">{{.}}{{end}}{{end}}
{{range .Rows}}<tr>{{range .}}<td>{{.}}{{end}}
{{end}}</table>{{end}}
</html>
`))
}
