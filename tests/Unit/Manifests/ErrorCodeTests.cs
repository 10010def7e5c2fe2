using System.Reflection;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed partial class ErrorCodeTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "errors.md"));

    private static IReadOnlyList<string> Codes =>
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Fact]
    public void Every_code_has_an_entry_and_every_entry_a_code() =>
        Assert.Equal(Codes.Order(StringComparer.Ordinal), Heading().Matches(Page).Select(match => match.Groups["code"].Value));

    [Fact]
    public void No_code_stands_for_two_things() => Assert.Equal(Codes.Count, Codes.Distinct().Count());

    [GeneratedRegex(@"^## (?<code>BVZ\d{4}) \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
