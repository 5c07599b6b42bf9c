// Falsework
// SPDX-License-Identifier: MIT

import FalseworkOpenAPI
import Testing

/// What FastAPI 0.136.3 and pydantic 2.14.3 made of single fields, run on a mirror of the input
/// model of `fal-ai/trellis`; values are JSON text on both sides.
enum FieldParity {
  struct Acceptance: Sendable, CustomTestStringConvertible {
    let field: String
    let sent: String
    let taken: String

    init(_ field: String, _ sent: String, _ taken: String) {
      self.field = field
      self.sent = sent
      self.taken = taken
    }

    var testDescription: String { "\(field): \(sent)" }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let field: String
    let sent: String
    let type: Violation.Kind
    let bound: String
    let echo: String

    /// `bound` is the number in the message and in `ctx`; `echo` is what was sent unless given.
    init(
      _ field: String, _ sent: String, _ type: Violation.Kind, _ bound: String = "",
      echo: String? = nil
    ) {
      self.field = field
      self.sent = sent
      self.type = type
      self.bound = bound
      self.echo = echo ?? sent
    }

    var testDescription: String { "\(field): \(sent)" }
  }

  static let acceptances: [Acceptance] = [
    Acceptance("seed", "null", "null"),
    Acceptance("seed", "1", "1"),
    Acceptance("seed", "1.0", "1"),
    Acceptance("seed", #""1""#, "1"),
    Acceptance("seed", #""1.0""#, "1"),
    Acceptance("seed", "true", "1"),
    Acceptance("seed", "false", "0"),
    Acceptance("seed", "-1", "-1"),
    Acceptance("seed", "-0", "0"),
    Acceptance("seed", "-0.0", "0"),
    Acceptance("seed", "1000000000000000000000000000000", "1000000000000000000000000000000"),
    Acceptance("seed", #""1000000000000000000000000000000""#, "1000000000000000000000000000000"),
    Acceptance("seed", "9007199254740993", "9007199254740993"),
    Acceptance("seed", "9.2233720368547748e18", "9223372036854774784"),
    Acceptance("seed", #"" 1 ""#, "1"),
    Acceptance("seed", #""+1""#, "1"),
    Acceptance("seed", #""1_000""#, "1000"),
    Acceptance("seed", #""00_7""#, "7"),
    Acceptance("seed", #""0__1""#, "1"),
    Acceptance("seed", #""12.000""#, "12"),
    Acceptance("seed", #""\u00a01\u2009""#, "1"),
    Acceptance("seed", "1e18", "1000000000000000000"),
    Acceptance("ss_sampling_steps", "1", "1"),
    Acceptance("ss_sampling_steps", "50", "50"),
    Acceptance("ss_sampling_steps", "12.0", "12"),
    Acceptance("ss_sampling_steps", #""12""#, "12"),
    Acceptance("ss_sampling_steps", #""12.0""#, "12"),
    Acceptance("ss_sampling_steps", "true", "1"),
    Acceptance("ss_guidance_strength", "5", "5.0"),
    Acceptance("ss_guidance_strength", #""5""#, "5.0"),
    Acceptance("ss_guidance_strength", "true", "1.0"),
    Acceptance("ss_guidance_strength", "0", "0.0"),
    Acceptance("ss_guidance_strength", "10", "10.0"),
    Acceptance("ss_guidance_strength", "-0", "0.0"),
    Acceptance("ss_guidance_strength", "-0.0", "-0.0"),
    Acceptance("ss_guidance_strength", #""1e1""#, "10.0"),
    Acceptance("ss_guidance_strength", #"" 5 ""#, "5.0"),
    Acceptance("ss_guidance_strength", #""1_0""#, "10.0"),
    Acceptance("ss_guidance_strength", #""5_.0""#, "5.0"),
    Acceptance("ss_guidance_strength", #"".5""#, "0.5"),
    Acceptance("ss_guidance_strength", #""5.""#, "5.0"),
    Acceptance("ss_guidance_strength", "7.50", "7.5"),
    Acceptance("ss_guidance_strength", "1E+0", "1.0"),
    Acceptance("mesh_simplify", "0.9", "0.9"),
    Acceptance("mesh_simplify", "0.98", "0.98"),
    Acceptance("mesh_simplify", "0.9000000000000001", "0.9000000000000001"),
    Acceptance("texture_size", "512", "512"),
    Acceptance("texture_size", "1024.0", "1024"),
    Acceptance("texture_size", "2.048e3", "2048"),
    Acceptance("image_url", "\"\"", "\"\""),
    Acceptance("image_url", #""data:image/png;base64,AA==""#, #""data:image/png;base64,AA==""#),
    Acceptance("image_url", #""\ud83d\ude00""#, #""😀""#),
  ]

  static let refusals: [Refusal] = [
    Refusal("seed", "1.5", .intFromFloat),
    Refusal("seed", #""abc""#, .intParsing),
    Refusal("seed", "\"\"", .intParsing),
    Refusal("seed", #""1.5""#, .intParsing),
    Refusal("seed", #""1e3""#, .intParsing),
    Refusal("seed", #""1.""#, .intParsing),
    Refusal("seed", #""_1""#, .intParsing),
    Refusal("seed", #""1__0""#, .intParsing),
    Refusal("seed", #""1_""#, .intParsing),
    Refusal("seed", #""0_.0""#, .intParsing),
    Refusal("seed", #""+-1""#, .intParsing),
    Refusal("seed", #""\u0661""#, .intParsing, echo: #""١""#),
    Refusal("seed", "[]", .intType),
    Refusal("seed", "{}", .intType),
    Refusal("seed", "1e20", .intParsingSize, echo: "1e+20"),
    Refusal("seed", "9223372036854775807.0", .intParsingSize, echo: "9.223372036854776e+18"),
    Refusal("seed", "-9.223372036854775808e18", .intParsingSize, echo: "-9.223372036854776e+18"),
    Refusal("seed", "NaN", .finiteNumber, echo: #""nan""#),
    Refusal("seed", "Infinity", .finiteNumber, echo: #""inf""#),
    Refusal("seed", "-1e400", .finiteNumber, echo: #""-inf""#),
    Refusal("seed", #"[{"a":1,"a":1e2}]"#, .intType, echo: #"[{"a":100.0}]"#),
    Refusal("ss_sampling_steps", "null", .intType),
    Refusal("ss_sampling_steps", "12.5", .intFromFloat),
    Refusal("ss_sampling_steps", "0", .greaterThanEqual, "1"),
    Refusal("ss_sampling_steps", "51", .lessThanEqual, "50"),
    Refusal("ss_sampling_steps", "false", .greaterThanEqual, "1"),
    Refusal("ss_sampling_steps", #""51""#, .lessThanEqual, "50"),
    Refusal("ss_sampling_steps", "1e5", .lessThanEqual, "50", echo: "100000.0"),
    Refusal("ss_sampling_steps", "-1000000000000000000000000000000", .greaterThanEqual, "1"),
    Refusal("ss_sampling_steps", "1000000000000000000000000000000", .lessThanEqual, "50"),
    Refusal("ss_sampling_steps", "[]", .intType),
    Refusal("ss_guidance_strength", "null", .floatType),
    Refusal("ss_guidance_strength", "[]", .floatType),
    Refusal("ss_guidance_strength", "{}", .floatType),
    Refusal("ss_guidance_strength", #""abc""#, .floatParsing),
    Refusal("ss_guidance_strength", "\"\"", .floatParsing),
    Refusal("ss_guidance_strength", "10.1", .lessThanEqual, "10.0"),
    Refusal("ss_guidance_strength", "11", .lessThanEqual, "10.0"),
    Refusal("ss_guidance_strength", "-0.1", .greaterThanEqual, "0.0"),
    Refusal("ss_guidance_strength", "1E2", .lessThanEqual, "10.0", echo: "100.0"),
    Refusal("ss_guidance_strength", "NaN", .lessThanEqual, "10.0", echo: #""nan""#),
    Refusal("ss_guidance_strength", "Infinity", .lessThanEqual, "10.0", echo: #""inf""#),
    Refusal("ss_guidance_strength", "-Infinity", .greaterThanEqual, "0.0", echo: #""-inf""#),
    Refusal("ss_guidance_strength", #""nan""#, .lessThanEqual, "10.0"),
    Refusal("ss_guidance_strength", #""-inf""#, .greaterThanEqual, "0.0"),
    Refusal("ss_guidance_strength", #""1e400""#, .lessThanEqual, "10.0"),
    Refusal("ss_guidance_strength", #""0x1""#, .floatParsing),
    Refusal("ss_guidance_strength", #""1__0""#, .floatParsing),
    Refusal("ss_guidance_strength", #"" 1_0""#, .floatParsing),
    Refusal("ss_guidance_strength", #"".""#, .floatParsing),
    Refusal("ss_guidance_strength", #""1e""#, .floatParsing),
    Refusal("mesh_simplify", "0.89", .greaterThanEqual, "0.9"),
    Refusal("mesh_simplify", "0.99", .lessThanEqual, "0.98"),
    Refusal("mesh_simplify", "1", .lessThanEqual, "0.98"),
    Refusal("mesh_simplify", #""0.99""#, .lessThanEqual, "0.98"),
    Refusal("texture_size", #""1024""#, .literalError),
    Refusal("texture_size", "256", .literalError),
    Refusal("texture_size", "null", .literalError),
    Refusal("texture_size", "true", .literalError),
    Refusal("texture_size", "\"\"", .literalError),
    Refusal("texture_size", "[]", .literalError),
    Refusal("texture_size", "{}", .literalError),
    Refusal("texture_size", "512.5", .literalError),
    Refusal("texture_size", "NaN", .literalError, echo: #""nan""#),
    Refusal("texture_size", "1000000000000000000000000000000", .intParsingSize),
    Refusal("image_url", "null", .stringType),
    Refusal("image_url", "1", .stringType),
    Refusal("image_url", "true", .stringType),
    Refusal("image_url", "[]", .stringType),
    Refusal("image_url", "{}", .stringType),
    Refusal("image_url", "1.10", .stringType, echo: "1.1"),
    Refusal("image_url", "-0", .stringType, echo: "0"),
    Refusal("image_url", "1E2", .stringType, echo: "100.0"),
    Refusal("image_url", "NaN", .stringType, echo: #""nan""#),
    Refusal("image_url", "1000000000000000000000000000000", .stringType),
  ]
}
