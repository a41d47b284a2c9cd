// Package game has a type of the kind that a caller brings along.
package game

// Player is sent as JSON and as MessagePack.
type Player struct {
	Name  string `json:"name" msgpack:"name"`
	Level int    `json:"level" msgpack:"level"`
}
