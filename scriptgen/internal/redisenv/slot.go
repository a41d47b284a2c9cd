package redisenv

// This file computes the slot of a key, as a cluster does.

import "strings"

// slots is the number of hash slots of a cluster.
const slots = 16384

// Slot returns the cluster slot of a key: the CRC16 (XMODEM) of its hash tag, which is what stands
// between the first { and the first } after it, or of the whole key where that is nothing.
func Slot(key string) int {
	if open := strings.IndexByte(key, '{'); open >= 0 {
		if n := strings.IndexByte(key[open+1:], '}'); n > 0 {
			key = key[open+1 : open+1+n]
		}
	}
	var crc uint16
	for i := range len(key) {
		crc ^= uint16(key[i]) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= 0x1021
			}
		}
	}
	return int(crc % slots)
}
