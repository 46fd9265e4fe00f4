//go:build ignore

// Order numbers the properties of every schema of an OpenAPI document (from
// standard input, to standard output) as the document lists them: oapi-codegen
// would sort the fields of a struct, and so the members of an answer, by name.
package main

import (
	"log"
	"os"
	"strconv"

	"go.yaml.in/yaml/v3"
)

func main() {
	var document yaml.Node
	if err := yaml.NewDecoder(os.Stdin).Decode(&document); err != nil {
		log.Fatal(err)
	}
	count := 0
	number(&document, &count)
	if err := yaml.NewEncoder(os.Stdout).Encode(&document); err != nil {
		log.Fatal(err)
	}
}

func number(n *yaml.Node, count *int) {
	for i, child := range n.Content {
		number(child, count)
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "properties" {
			for j := 1; j < len(child.Content); j += 2 {
				mark(child.Content[j], count)
			}
		}
	}
}

func mark(property *yaml.Node, count *int) {
	if property.Kind != yaml.MappingNode {
		return
	}
	*count++
	name, value := &yaml.Node{}, &yaml.Node{}
	name.SetString("x-order")
	value.Kind, value.Tag, value.Value = yaml.ScalarNode, "!!int", strconv.Itoa(*count)
	property.Content = append(property.Content, name, value)
}
