using BootstrapVz.Cli.Verbs;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class MirrorWordsTests
{
    [Fact]
    public void The_last_address_of_an_origin_counts() => Assert.Equal(
        new Dictionary<string, string> { ["http://a/debian"] = "http://third", ["http://b"] = "http://second/?x=y" },
        MirrorWords.Map(["http://a/debian=http://first", "http://b=http://second/?x=y", "http://a/debian/=http://third"]));
}
