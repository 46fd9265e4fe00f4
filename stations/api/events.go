package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"
)

// mediaEvents is the media type of server-sent events, of the HTML standard.
const mediaEvents = "text/event-stream"

// eventStream sends events. An asker who went away is noticed by the request's
// context.
type eventStream struct {
	c     echo.Context
	begun bool
}

func (e *eventStream) send(name string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		return // of our own types: cannot be
	}
	e.begin()
	fmt.Fprintf(e.c.Response(), "event: %s\ndata: %s\n\n", name, text)
	e.c.Response().Flush()
}

// mark names the next event, so that who comes back can say what was the last.
func (e *eventStream) mark(id string) {
	e.begin()
	fmt.Fprintf(e.c.Response(), "id: %s\n", id)
}

// beat shows that the stream lives.
func (e *eventStream) beat() {
	e.begin()
	fmt.Fprint(e.c.Response(), ":\n\n")
	e.c.Response().Flush()
}

func (e *eventStream) begin() {
	if e.begun {
		return
	}
	e.begun = true
	w := e.c.Response()
	w.Header().Set(echo.HeaderContentType, mediaEvents)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // a proxy in front must not collect them
	w.WriteHeader(http.StatusOK)
}
