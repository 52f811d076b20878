-- What wrk asks, and how it says what came of it.
--
-- TARGETS names a file with a path on each line, which are asked in turn; HEADERS one with a `Name: value` on each.
-- The figures of the run go to the file RESULT as JSON, times in microseconds.

local function lines(name)
    local found = {}
    for line in io.lines(os.getenv(name)) do found[#found + 1] = line end
    return found
end

for _, line in ipairs(lines("HEADERS")) do
    local name, value = line:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
end

local paths = lines("TARGETS")
wrk.path = paths[1]

-- wrk itself makes a single request once and for all. Several are made before the load begins.
if #paths > 1 then
    local requests = {}
    local latest = 0

    function init()
        for index, path in ipairs(paths) do requests[index] = wrk.format("GET", path) end
    end

    function request()
        latest = latest % #requests + 1
        return requests[latest]
    end
end

function done(summary, latency)
    local errors = summary.errors
    local file = io.open(os.getenv("RESULT"), "w")
    file:write(string.format(
        '{"requests": %d, "duration_us": %d, "bytes": %d, "p50_us": %.1f, "p99_us": %.1f, "max_us": %.1f, ' ..
        '"errors": {"connect": %d, "read": %d, "write": %d, "timeout": %d, "status": %d}}\n',
        summary.requests, summary.duration, summary.bytes,
        latency:percentile(50), latency:percentile(99), latency.max,
        errors.connect, errors.read, errors.write, errors.timeout, errors.status
    ))
    file:close()
end
