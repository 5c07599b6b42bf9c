"""Seeded request bodies for a document: valid, nearly valid, and hostile.

Values are made as JSON text, not as Python values, so that `1e400`, `-0`, `1.10`, duplicate
members and broken escapes come out as they are meant.
"""

import json

NUMBERS = """0 -0 1 -1 2 3 5 50 51 64 65 72 100 256 512 513 1024 4096 4097 14142 14143
    0.0 -0.0 0.25 0.3 0.5 0.85 1.0 1.10 1.5 2.5 512.0 512.5 0.9 0.98 1e-7 1.0000000000000002e-7
    1e0 1E2 1e+2 1e5 1e15 1e16 1e17 1e18 1e20 1e22 1e23 1e300 1e308 1e400 -1e400 1e-400 1e-5 1e-4
    123456789012345680.0 9007199254740993 9223372036854775807 9223372036854775808
    -9223372036854775808 -9223372036854775809 9223372036854775807.0 18446744073709551616
    1000000000000000000000000000000 -1000000000000000000000000000000
    0.1 0.2 0.30000000000000004 3.141592653589793 2.2250738585072014e-308 5e-324
    1.7976931348623157e308 NaN Infinity -Infinity""".split()

TEXTS = [
    "", " ", "a", "ab", "abc", "abcd", "1", "0", "-1", "+1", " 1 ", "1.0", "12.000", "1.5", "1e3",
    "1E2", "1_000", "1__0", "_1", "1_", "0__1", "00_7", "007", "5.", ".5", ".", "-", "+", "--1",
    "+-1", "1e", "1e+", "1e400", "-1e400", "1e-400", "nan", "NaN", "inf", "-inf", "+inf",
    "infinity", "Infinity", "-Infinity", "iNf", "infinit", "0x10", "0b1", "1,5", "1 000", "1\n",
    "\t1", "\u00a01\u2009", "\ufeff1", "\u0661", "\u0967", "\uff11", "1\u0660", "\u2003", "½", "²",
    "true", "True", "TRUE", "false", "t", "f", "y", "n", "yes", "no", "on", "off", "ON", " true",
    "null", "None", "none", "512", "512.0", "1024", "red", "Red", "green", "fast", "good", "auto",
    "two", "square", "cafe\u0301", "café", "thé", "it's", '"q"', "a\\b\n", "é", "e\u0301", "é😀",
    "😀😀😀", "👩‍👩‍👧", "\u0000", "\u001f", "\u007f", "\u2028", "<b>&", "/", "a" * 300,
    "#0af", "#0AF", "#0af\n", "#0af0", "xx aab", "aaaaaaa",
    "9223372036854775807", "9223372036854775808", "1" * 30, "-" + "1" * 30, "1" * 400, "1" * 4300,
    "1" * 4301, "0." + "1" * 60, "1" * 400 + ".0", "data:image/png;base64,AA==", "https://a/b.png",
]

TYPES = [
    "application/json; charset=utf-8", "APPLICATION/JSON", " application/json ", "application/json;",
    "application/vnd.api+json", "application/+json", "application/json;q=\"a;b\"", "text/plain",
    "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "application/octet-stream", "application", "application/", "/json", "application/json/x",
    "application/json,text/plain", "application / json", "application/jsonx", "json", "", None,
]

# What breaks a document when it is put in somewhere.
SHARDS = [
    b",", b":", b"{", b"}", b"[", b"]", b'"', b"\\", b" ", b"\n", b"\t", b"\r", b"\x00", b"\x0b",
    b"\x1f", b"\x7f", b"\x80", b"\xff", b"\xc3", b"\xc0\xaf", b"\xe2\x82", b"\xf0\x9f\x98",
    b"\xf4\x90\x80\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\xa8", b"null",
    b"true", b"nan", b"NaN", b"-", b"+", b".", b"e", b"0", b"//", b"/*", b"'", b"\\u", b"\\ud83d",
    b"\\x", b"\\n", b"\\ud83d\\ude00", b"\xf0\x9f\x98\x80",
]


class Bodies:
    """An endless supply for one document."""

    def __init__(self, document, random):
        self._document = document
        self._random = random
        self._recipes = [
            (20, self._valid), (30, self._one_field), (14, self._several_fields),
            (6, self._members), (5, self._other_value), (9, self._truncated), (9, self._damaged),
            (3, self._framed), (4, self._typed), (1, self._deep),
        ]

    def draw(self):
        """Returns a content type and a body."""
        weights, recipes = zip(*self._recipes)
        recipe = self._random.choices(recipes, weights)[0]
        made = recipe()
        return made if isinstance(made, tuple) else ("application/json", made)

    def _valid(self):
        return self._encode(self._value(self._document.schema))

    def _one_field(self):
        return self._encode(self._object(self._root(), spoiled=1))

    def _several_fields(self):
        return self._encode(self._object(self._root(), spoiled=self._random.randint(2, 5)))

    def _members(self):
        """Members that are missing, twice there, unknown, or null."""
        members = self._object(self._root(), spoiled=0, as_members=True)
        for _ in range(self._random.randint(1, 3)):
            kind = self._random.randrange(4)
            if kind == 0 and members:
                members.pop(self._random.randrange(len(members)))
            elif kind == 1 and members:
                key, _ = self._random.choice(members)
                members.insert(self._random.randint(0, len(members)), (key, self._hostile()))
            elif kind == 2:
                place = self._random.randint(0, len(members))
                members.insert(place, (self._text(), self._hostile()))
            elif members:
                place = self._random.randrange(len(members))
                members[place] = (members[place][0], "null")
        return self._encode(self._join(members))

    def _other_value(self):
        return self._encode(self._hostile(depth=3))

    def _truncated(self):
        body = self._valid()
        return body[: self._random.randint(0, len(body))]

    def _damaged(self):
        body = bytearray(self._valid())
        for _ in range(self._random.randint(1, 3)):
            place = self._random.randint(0, len(body))
            kind = self._random.randrange(3)
            if kind == 0:
                body[place:place] = self._random.choice(SHARDS)
            elif kind == 1:
                body[place : place + self._random.randint(1, 3)] = self._random.choice(SHARDS)
            else:
                del body[place : place + self._random.randint(1, 4)]
        return bytes(body)

    def _framed(self):
        body = self._valid()
        mark, space = b"\xef\xbb\xbf", b" \t\r\n"
        return self._random.choice([
            mark + body, mark + mark + body, space + body + space, body + b"\x00", body + body,
            b"", mark, space, b"null", mark + b"null", b"\xfe\xff" + body, b" " + mark + body,
        ])

    def _typed(self):
        body = self._random.choice([self._valid(), b"", b"x", b"\xff\xfe", self._truncated()])
        return (self._random.choice(TYPES), body)

    def _deep(self):
        # Between these depths it depends on the Python stack of the handler what is too deep.
        depth = self._random.choice([10, 100, 250, 2000])
        brackets = self._random.choice([("[", "]"), ('{"a":', "}")])
        nest = brackets[0] * depth + ("1" if brackets[0] != "[" else "") + brackets[1] * depth
        if self._random.random() < 0.3:
            return self._encode(nest)
        members = self._object(self._root(), spoiled=0, as_members=True)
        key = self._random.choice(list(self._root()["properties"]) + ["unknown"])
        return self._encode(self._join(members + [(key, nest)]))

    def _root(self):
        return self._resolved(self._document.schema)

    def _resolved(self, schema):
        while "$ref" in schema:
            schema = self._document.resolve(schema["$ref"])
        return schema

    def _object(self, schema, spoiled, as_members=False, depth=0):
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        keys = [
            key for key in properties
            if key in required or self._random.random() < (0.5 if depth == 0 else 0.4)
        ]
        self._random.shuffle(keys)
        members = [(key, self._value(properties[key], depth + 1)) for key in keys]
        for _ in range(spoiled):
            key = self._random.choice(list(properties))
            members = [member for member in members if member[0] != key]
            members.append((key, self._spoiled(properties[key])))
        return members if as_members else self._join(members)

    def _spoiled(self, schema):
        """A wrong value, or a container with a wrong value somewhere in it."""
        schema = self._resolved(schema)
        if self._random.random() < 0.4:
            return self._hostile()
        if "anyOf" in schema:
            return self._spoiled(self._random.choice(schema["anyOf"]))
        if schema.get("type") == "array":
            inner = schema.get("items", {})
            return self._list([
                self._spoiled(inner) if self._random.random() < 0.5 else self._value(inner)
                for _ in range(self._random.randint(0, 4))
            ])
        if "properties" in schema:
            members = self._object(schema, spoiled=self._random.randint(0, 2), as_members=True)
            if self._random.random() < 0.3:
                members.append((self._text(), self._hostile()))
            if members and self._random.random() < 0.2:
                members.pop(0)
            return self._join(members)
        if schema.get("type") == "object":
            inner = schema.get("additionalProperties", {})
            return self._join([
                (self._text(), self._spoiled(inner)) for _ in range(self._random.randint(0, 4))
            ])
        return self._hostile()

    def _value(self, schema, depth=0):
        """A value that fits, nearly always."""
        schema = self._resolved(schema)
        if "anyOf" in schema:
            return self._value(self._random.choice(schema["anyOf"]), depth + 1)
        if "allOf" in schema:
            return self._value(schema["allOf"][0], depth + 1)
        if "const" in schema:
            return json.dumps(schema["const"])
        if "enum" in schema:
            return json.dumps(self._random.choice(schema["enum"]), ensure_ascii=False)
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = self._random.choice(kind)
        if kind == "object" and "properties" in schema:
            return self._object(schema, spoiled=0, depth=depth + 1)
        if kind in ("array", "object"):
            return self._container(schema, kind, depth)
        return self._scalar(schema, kind)

    def _container(self, schema, kind, depth):
        least = schema.get("minItems", schema.get("minProperties", 0))
        most = schema.get("maxItems", schema.get("maxProperties", 3))
        count = self._random.randint(least, most) if depth < 6 else least
        if kind == "array":
            inner = schema.get("items", {})
            return self._list([self._value(inner, depth + 1) for _ in range(count)])
        inner = schema.get("additionalProperties", {})
        inner = inner if isinstance(inner, dict) else {}
        return self._join([(f"k{n}", self._value(inner, depth + 1)) for n in range(count)])

    def _scalar(self, schema, kind):
        if kind == "null":
            return "null"
        if kind == "boolean":
            return self._random.choice(["true", "false"])
        if kind in ("integer", "number"):
            return self._number(schema, kind)
        if kind == "string":
            least = schema.get("minLength", 0)
            most = schema.get("maxLength", least + 12)
            count = self._random.randint(least, most)
            letters = self._random.choices("abcé😀\"\\/ 1", k=count)
            return self._quoted("".join(letters))
        return self._hostile(depth=1)

    def _number(self, schema, kind):
        low, high = schema.get("minimum", -1000), schema.get("maximum", 1000)
        step = schema.get("multipleOf")
        if kind == "integer":
            drawn = self._random.randint(int(low), int(high))
            drawn = drawn - drawn % step if step else drawn
            return self._random.choice([str(drawn), str(drawn), f"{drawn}.0", f'"{drawn}"'])
        low, high = max(low, -1e6), min(high, 1e6)
        drawn = self._random.uniform(low, high)
        drawn = self._random.choice([drawn, round(drawn, 1), round(drawn, 3), low, high])
        drawn = round(drawn / step) * step if step else drawn
        return self._random.choice([repr(drawn), repr(drawn), f'"{drawn!r}"', f"{drawn:e}"])

    def _hostile(self, depth=2):
        """Any value, wrong for most schemas."""
        kind = self._random.randrange(12)
        if kind < 4:
            return self._odd_number()
        if kind < 8:
            return self._quoted(self._random.choice(TEXTS))
        if kind == 8:
            return self._random.choice(["null", "true", "false"])
        if depth == 0:
            return self._random.choice(["[]", "{}"])
        count = self._random.randint(0, 3)
        if kind == 9:
            return self._list([self._hostile(depth - 1) for _ in range(count)])
        if kind == 10:
            return self._join([(self._text(), self._hostile(depth - 1)) for _ in range(count)])
        return self._random.choice(['"\\ud800"', '"a\\udfffb"'] + ["[]", "{}"] * 8)

    def _odd_number(self):
        kind = self._random.randrange(8)
        if kind < 5:
            return self._random.choice(NUMBERS)
        if kind == 5:
            return str(self._random.randint(-10 ** self._random.randint(0, 40), 10**18))
        drawn = self._random.uniform(-10, 10) * 10.0 ** self._random.randint(-30, 30)
        if kind == 6:
            return repr(drawn)
        return f"{drawn:.{self._random.randint(0, 25)}{self._random.choice('eEf')}}"

    def _text(self):
        if self._random.random() < 0.5:
            return self._random.choice(["a", "b", "path", "scale", "width", "radius", "x", "name"])
        return self._random.choice(TEXTS)

    def _quoted(self, text):
        """JSON text of a string, now in ASCII, now in UTF-8."""
        return json.dumps(text, ensure_ascii=self._random.random() < 0.5)

    def _join(self, members):
        space = self._random.choice(["", "", " "])
        inner = ("," + space).join(f"{self._quoted(key)}:{space}{value}" for key, value in members)
        return "{" + inner + "}"

    def _list(self, parts):
        return "[" + self._random.choice([",", ", "]).join(parts) + "]"

    def _encode(self, text):
        return text.encode("utf-8", "surrogatepass")
