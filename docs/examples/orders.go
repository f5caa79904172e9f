package examples

import (
	"encoding/json"
	"fmt"
)

// An Order is what a shop's server encodes.
type Order struct {
	ID    int     `json:"id"`
	Buyer string  `json:"buyer"`
	Lines []Line  `json:"lines"`
	Total float64 `json:"total"`
}

// A Line is one of an order.
type Line struct {
	Article string  `json:"article"`
	Pieces  int     `json:"pieces"`
	Price   float64 `json:"price"`
}

// Orders are n orders of a few lines each, the same each time.
func Orders(n int) []Order {
	orders := make([]Order, n)
	for i := range orders {
		o := Order{ID: i, Buyer: fmt.Sprintf("buyer %d", i%97)}
		for k := range 3 + i%6 {
			l := Line{Article: fmt.Sprintf("article %d", i*k%1000), Pieces: 1 + k, Price: float64(100+i%50) / 4}
			o.Lines, o.Total = append(o.Lines, l), o.Total+float64(l.Pieces)*l.Price
		}
		orders[i] = o
	}
	return orders
}

// Encode is an order in JSON.
func Encode(o Order) []byte {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err) // there is no such order
	}
	return b
}
