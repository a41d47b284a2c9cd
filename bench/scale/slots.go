package main

// This file puts users into slots and slots on masters, as a cluster does.

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/scriptbind/scriptbind/gen"
)

const slots = 16384

// crcTable is CRC16 of each byte (polynomial 0x1021, from 0, not reflected).
var crcTable = func() (table [256]uint16) {
	for i := range table {
		crc := uint16(i) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
		table[i] = crc
	}
	return table
}()

// slot is the slot of a key: CRC16 of its hash tag, the text between the first { and the next }, or of
// the whole key where there is none.
func slot(key string) int {
	if _, rest, ok := strings.Cut(key, "{"); ok {
		if tag, _, ok := strings.Cut(rest, "}"); ok && tag != "" {
			key = tag
		}
	}
	crc := uint16(0)
	for i := range len(key) {
		crc = crc<<8 ^ crcTable[byte(crc>>8)^key[i]]
	}
	return int(crc) % slots
}

// population is a way to give users their uids and their share of the activity.
type population struct {
	name     string
	uid      func(i int, r *rand.Rand) string
	exponent float64 // of the Zipf law of activity: the k-th most active user does 1/k^exponent; 0: all alike
}

// activity is the exponent by which masters are counted.
const activity = 0.8

var populations = []population{
	{"sequential integers", sequential, 0},
	{"UUIDs, version 4", uuid, 0},
	{"snowflakes", snowflake, 0},
	{"e-mail addresses", email, 0},
	{"UUIDs, Zipf activity, exponent 0.8", uuid, activity},
	{"UUIDs, Zipf activity, exponent 1", uuid, 1},
}

func sequential(i int, _ *rand.Rand) string { return strconv.Itoa(i + 1) }

func uuid(_ int, r *rand.Rand) string {
	high, low := r.Uint64()&^0xf000|0x4000, r.Uint64()&^(3<<62)|1<<63
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", high>>32, high>>16&0xffff, high&0xffff, low>>48, low&(1<<48-1))
}

// snowflake is 41 bits of milliseconds, 10 of a machine, and 12 that count within the millisecond: here
// users sign up every 3 seconds or so, at one of 32 machines, so the count is 0.
func snowflake(i int, r *rand.Rand) string {
	milliseconds := int64(i)*3000 + r.Int64N(3000)
	return strconv.FormatInt(milliseconds<<22|r.Int64N(32)<<12, 10)
}

var (
	firstNames = strings.Fields("anna ben carla david elena felix grace henry irene jack kate liam maria noah olga paul quinn rosa sam tina")
	lastNames  = strings.Fields("adams baker clark davis evans fischer garcia hughes ivanov jones klein lopez meyer nguyen olsen park rossi silva taylor weber")
	domains    = strings.Fields("gmail.com gmail.com gmail.com outlook.com yahoo.com icloud.com example.org")
)

func email(i int, r *rand.Rand) string {
	pick := func(words []string) string { return words[r.IntN(len(words))] }
	return fmt.Sprintf("%s.%s%d@%s", pick(firstNames), pick(lastNames), i, pick(domains))
}

// loads is the share of all activity that falls to each slot, for one draw of the uids.
func (p population) loads(users, draw int) ([]float64, error) {
	r := rand.New(rand.NewPCG(1, uint64(2+draw))) // the same users in every run
	loads := make([]float64, slots)
	total := 0.0
	for i := range users {
		key, err := gen.LinkKey("game", p.uid(i, r), "chat")
		if err != nil {
			return nil, err
		}
		activity := 1.0
		if p.exponent > 0 {
			activity = math.Pow(float64(i+1), -p.exponent)
		}
		loads[slot(key)] += activity
		total += activity
	}
	for i := range loads {
		loads[i] /= total
	}
	return loads, nil
}

// onMasters adds up the loads of masters that share the slots evenly, as redis-cli gives them out.
func onMasters(loads []float64, masters int) []float64 {
	sums := make([]float64, masters)
	for i, load := range loads {
		sums[min(i*masters/slots, masters-1)] += load
	}
	return sums
}

// imbalance is the highest load in relation to the mean: 1 is perfect balance.
func imbalance(loads []float64) float64 {
	most, total := 0.0, 0.0
	for _, load := range loads {
		most = max(most, load)
		total += load
	}
	return most * float64(len(loads)) / total
}

// spread is the standard deviation of the loads in relation to their mean.
func spread(loads []float64) float64 {
	mean := 1 / float64(len(loads))
	variance := 0.0
	for _, load := range loads {
		variance += (load - mean) * (load - mean)
	}
	return math.Sqrt(variance/float64(len(loads))) / mean
}
