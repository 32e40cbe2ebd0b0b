// SPDX-License-Identifier: GPL-2.0
//
// Renders a page for each request and keeps the newest 20.

const http = require('http');

const cache = new Map();

function render(url) {
	const rows = [];

	for (let i = 0; i < 2000; i++)
		rows.push(`<tr><td>${url}</td><td>${'='.repeat(i % 200)}</td></tr>`);
	return rows.join('\n');
}

http.createServer((request, response) => {
	const page = render(request.url);

	cache.set(request.url, page);
	if (cache.size > 20)
		cache.delete(cache.keys().next().value);
	response.end(`${page.length} characters\n`);
}).listen(3000, '127.0.0.1');
