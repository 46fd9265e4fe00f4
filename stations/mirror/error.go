package mirror

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"yizhan/stations"
)

// lasting marks an error that trying again does not mend.
type lasting struct{ error }

// Unwrap returns the error.
func (e lasting) Unwrap() error { return e.error }

func settled(err error) error { return lasting{err} }

// final reports whether trying again does not mend the error. A store that
// somebody else moved, or a database that is down, is tried again.
func final(err error) bool {
	var last lasting
	return errors.As(err, &last)
}

// answerError is an answer of another status than 200.
type answerError struct {
	status int
	after  time.Duration // that the origin asks to wait
}

// Error implements error.
func (e *answerError) Error() string {
	return fmt.Sprintf("the origin answers %d %s", e.status, http.StatusText(e.status))
}

// askedFor returns how long the origin asks to wait.
func askedFor(err error) time.Duration {
	var answer *answerError
	if errors.As(err, &answer) {
		return answer.after
	}
	return 0
}

// refused makes the error of an answer that is not 200. Its text is the
// origin's own and may say anything, so it is not repeated.
func refused(answer *http.Response) error {
	err := &answerError{status: answer.StatusCode}
	if seconds, bad := strconv.Atoi(answer.Header.Get("Retry-After")); bad == nil && seconds > 0 {
		err.after = min(time.Duration(seconds)*time.Second, lastPause)
	}
	switch s := answer.StatusCode; {
	case s == http.StatusGone:
		return &stations.Error{Code: stations.Gone, Text: "the origin does not know this revision any more", Err: err}
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return settled(&stations.Error{Code: stations.Forbidden, Text: "源站拒绝此密钥 the origin refuses the key, which must be of role reader or more", Err: err})
	case s == http.StatusNotFound || s == http.StatusBadRequest:
		return settled(&stations.Error{Code: stations.Invalid, Text: "此地址不是可镜像的驿站服务 there is no yizhan at this address that can be mirrored", Err: err})
	case s >= 300 && s < 400:
		return settled(&stations.Error{Code: stations.Invalid, Text: "源站把请求转到别处，请直接填写目标地址 the origin redirects: name the address that it leads to", Err: err})
	}
	return err
}
