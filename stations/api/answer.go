package api

import (
	"encoding/json"
	"fmt"

	"github.com/labstack/echo/v4"
)

// sendJSON answers with a value as JSON.
func sendJSON(c echo.Context, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	return send(c, mediaJSON, text)
}

// private answers with what nobody else may keep.
func private(c echo.Context, status int, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(status, mediaJSON, text)
}

// views shows each item of a list; of none it makes an empty list, not null.
func views[T, V any](list []T, view func(T) V) []V {
	shown := make([]V, len(list))
	for i, item := range list {
		shown[i] = view(item)
	}
	return shown
}

// codes turns words of one type into those of another.
func codes[To, From ~string](list []From) []To {
	return views(list, func(code From) To { return To(code) })
}

// orNull is the pointer of a text, nil for none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
