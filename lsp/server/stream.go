package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// stream is a jsonrpc2.ObjectStream with the headers of the Language Server
// Protocol ("Base Protocol"). What is no message of JSON-RPC is answered with
// the protocol's error and skipped, so that one broken message does not end the
// session.
type stream struct {
	reader *bufio.Reader
	closer io.Closer
	trace  *traceFile

	mutex  sync.Mutex // over writer
	writer io.Writer
}

// maxMessage bounds one message in bytes: a length beyond it is not believed,
// and nothing after it can be.
const maxMessage = 1 << 30

// maxHeader bounds one header line in bytes.
const maxHeader = 8 << 10

func newStream(connection io.ReadWriteCloser, trace *traceFile) *stream {
	return &stream{reader: bufio.NewReaderSize(connection, maxHeader), writer: connection,
		closer: connection, trace: trace}
}

// errBadHeader is a header that cannot be read; the next one may be good.
var errBadHeader = errors.New("expected headers with a Content-Length, then an empty line")

// ReadObject implements jsonrpc2.ObjectStream.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.frame()
		if errors.Is(err, errBadHeader) {
			if err := s.refuse(nil, codeParseError, err.Error()); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		s.trace.message("from client", body)
		id, code, err := checkMessage(body)
		if err == nil {
			// What an earlier try left in v must not be mixed with this one.
			reflect.ValueOf(v).Elem().SetZero()
			if err = json.Unmarshal(body, v); err == nil {
				return nil
			}
			code = codeInvalidRequest
		}
		if err := s.refuse(id, code, err.Error()); err != nil {
			return err
		}
	}
}

// frame reads the headers and the body of one message.
func (s *stream) frame() ([]byte, error) {
	length := -1
	for {
		line, err := s.reader.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, errBadHeader
		case err != nil:
			return nil, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			if length < 0 {
				return nil, errBadHeader
			}
			body := make([]byte, length)
			_, err := io.ReadFull(s.reader, body)
			return body, err
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return nil, errBadHeader
		}
		if strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 {
				return nil, errBadHeader
			}
			if length > maxMessage {
				return nil, fmt.Errorf("a message of %d bytes is announced: at most %d are read", length, maxMessage)
			}
		}
	}
}

// checkMessage refuses what the decoder of jsonrpc2 would end the connection
// for, and identifiers that it would change.
func checkMessage(body []byte) (id json.RawMessage, code int64, err error) {
	if !json.Valid(body) {
		return nil, codeParseError, errors.New("the message is not JSON")
	}
	if b := bytes.TrimLeft(body, " \t\r\n"); b[0] != '{' {
		return nil, codeInvalidRequest,
			errors.New("expected a JSON object; batches are not part of the Language Server Protocol")
	}
	var envelope struct {
		ID     json.RawMessage `json:"id"`
		Method json.RawMessage `json:"method"`
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, codeInvalidRequest, err
	}
	answer := envelope.Result != nil || envelope.Error != nil
	switch {
	case envelope.Method == nil && !answer:
		return envelope.ID, codeInvalidRequest, errors.New("expected a method, a result or an error")
	case envelope.Method != nil && (answer || envelope.Method[0] != '"'):
		return envelope.ID, codeInvalidRequest, errors.New("the method is no string, or stands beside a result")
	case len(envelope.ID) > 0 && envelope.ID[0] != '"' && string(envelope.ID) != "null":
		if _, err := strconv.ParseUint(string(envelope.ID), 10, 63); err != nil {
			return envelope.ID, codeInvalidRequest, errors.New("expected a string or an integer of 0 or more as id")
		}
	}
	return envelope.ID, 0, nil
}

// refuse answers a message that cannot be handled; id is nil where it is not
// known.
func (s *stream) refuse(id json.RawMessage, code int64, message string) error {
	if id == nil {
		id = json.RawMessage("null")
	}
	return s.WriteObject(map[string]any{"jsonrpc": "2.0", "id": id,
		"error": map[string]any{"code": code, "message": message}})
}

// WriteObject implements jsonrpc2.ObjectStream.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("cannot write a message as JSON: %w", err)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.trace.message("from server", body)
	header := "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n"
	if _, err := io.WriteString(s.writer, header); err != nil {
		return fmt.Errorf("cannot write to the client: %w", err)
	}
	if _, err := s.writer.Write(body); err != nil {
		return fmt.Errorf("cannot write to the client: %w", err)
	}
	return nil
}

// Close implements jsonrpc2.ObjectStream.
func (s *stream) Close() error { return s.closer.Close() }
