package luascript

// This file guards the decoding of MessagePack. The library believes the length that an array claims
// to have, and calls itself for every level of nesting: a few bytes can ask for 64 GB of memory, and a
// few million opening bytes overflow the stack. Both would end the process.

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/vmihailenco/msgpack/v5"
)

// maxNesting is the limit that encoding/json has, too. Redis's cmsgpack packs no more than 16 levels.
const maxNesting = 10000

func unmarshalMsgPack(text []byte, v any) error {
	if err := checkMsgPack(text); err != nil {
		return err
	}
	return msgpack.Unmarshal(text, v)
}

// checkMsgPack walks over the value in text, and tells whether all of it is there and nothing else.
func checkMsgPack(text []byte) error {
	open := []uint64{1} // for each level, the values still to come
	for len(open) > 0 {
		last := len(open) - 1
		if open[last] == 0 {
			open = open[:last]
			continue
		}
		open[last]--
		head, size, items := msgPackValue(text)
		if uint64(len(text)) < head+size {
			return io.ErrUnexpectedEOF
		}
		text = text[head+size:]
		if items > 0 {
			open = append(open, items)
		}
		if len(open) > maxNesting {
			return fmt.Errorf("nested deeper than %d levels", maxNesting)
		}
	}
	if len(text) > 0 {
		return fmt.Errorf("%d bytes follow the value", len(text))
	}
	return nil
}

// msgPackValue reads what the first value of text begins with: the length of its head, of its data,
// and the number of values inside it that follow.
func msgPackValue(text []byte) (head, size, items uint64) {
	if len(text) == 0 {
		return 1, 0, 0
	}
	code := text[0]
	// number is the big-endian number of so many bytes that follows the code.
	number := func(width uint64) uint64 {
		var b [8]byte
		if uint64(len(text)) > width {
			copy(b[8-width:], text[1:1+width])
		}
		return binary.BigEndian.Uint64(b[:])
	}
	switch {
	case code <= 0x7f || code >= 0xe0: // small integers
		return 1, 0, 0
	case code <= 0x8f:
		return 1, 0, 2 * uint64(code&0x0f) // a small map
	case code <= 0x9f:
		return 1, 0, uint64(code & 0x0f) // a small array
	case code <= 0xbf:
		return 1, uint64(code & 0x1f), 0 // a short string
	case code <= 0xc3: // nil, false, true
		return 1, 0, 0
	case code <= 0xc6: // binary, with a length of 1, 2 or 4 bytes
		width := uint64(1) << (code - 0xc4)
		return 1 + width, number(width), 0
	case code <= 0xc9: // extension: a length and a type
		width := uint64(1) << (code - 0xc7)
		return 2 + width, number(width), 0
	case code <= 0xcb: // floats
		return 1, 4 << (code - 0xca), 0
	case code <= 0xcf: // unsigned integers
		return 1, 1 << (code - 0xcc), 0
	case code <= 0xd3: // signed integers
		return 1, 1 << (code - 0xd0), 0
	case code <= 0xd8: // extensions of fixed length
		return 2, 1 << (code - 0xd4), 0
	case code <= 0xdb: // strings
		width := uint64(1) << (code - 0xd9)
		return 1 + width, number(width), 0
	case code <= 0xdd: // arrays
		width := uint64(2) << (code - 0xdc)
		return 1 + width, 0, number(width)
	default: // maps
		width := uint64(2) << (code - 0xde)
		return 1 + width, 0, 2 * number(width)
	}
}
