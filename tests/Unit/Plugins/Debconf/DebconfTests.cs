using BootstrapVz.Plugins.Debconf;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class DebconfTests
{
    [Fact]
    public void Lines_may_be_continued_and_comments_do_not_count() => Assert.Equal(
        ["a a/b string one two", "c c/d boolean true"], SelectionLines.Of("# a\n\na a/b string one\\\n two\n  c c/d boolean true  \n"));

    [Theory]
    [InlineData("a a/b string", null)]
    [InlineData("a a/b seen true", null)]
    [InlineData("a a/b", "is no answer")]
    [InlineData("a a/b strin x", "has type 'strin'")]
    [InlineData("a a/b seen yes", "neither 'true' nor 'false'")]
    public void A_line_is_an_answer_of_a_known_type(string line, string? problem)
    {
        var found = PluginFindings.Of("debconf", $"\"{line}\"");
        if (problem is null)
            Assert.Empty(found);
        else
            Assert.Contains(problem, Assert.Single(found));
    }
}
