package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"
)

// The contract for programs, written by hand; a test holds it to the table
// of routes.
//
//go:embed openapi.yaml
var openAPI []byte

func (s *Server) getOpenAPI(c echo.Context) error {
	if fresh(c, contentTag(openAPI), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, "application/yaml", openAPI)
}

// getOpenAPIJSON sends the contract as JSON, for programs that read no YAML,
// GDAL among them.
func (s *Server) getOpenAPIJSON(c echo.Context) error {
	if fresh(c, strings.TrimSuffix(contentTag(openAPI), `"`)+`j"`, "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	text, err := s.contract()
	if err != nil {
		return err
	}
	return send(c, mediaJSON, text) // which GDAL reads, and no more special type than that
}

// contractJSON makes the JSON form, which the server keeps: it takes some
// hundredths of a second.
func contractJSON() ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(openAPI, &document); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	tree, err := plain(document.Content[0])
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("write the contract: %w", err)
	}
	return text, nil
}

// plain turns YAML into what encoding/json writes. Dates stay texts, which a
// decoder of YAML would take for moments.
func plain(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.AliasNode:
		return plain(n.Alias)
	case yaml.MappingNode:
		object := make(map[string]any, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			value, err := plain(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			object[n.Content[i].Value] = value
		}
		return object, nil
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			value, err := plain(item)
			if err != nil {
				return nil, err
			}
			list[i] = value
		}
		return list, nil
	}
	if tag := n.ShortTag(); tag == "!!str" || tag == "!!timestamp" {
		return n.Value, nil
	}
	var value any
	err := n.Decode(&value)
	return value, err
}
