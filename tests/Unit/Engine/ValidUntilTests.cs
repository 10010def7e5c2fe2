using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

/// <summary>apt answers whether indexes may be past their date; it is asked with the manifest's settings on top of the host's.</summary>
public sealed class ValidUntilTests
{
    private const string Question = "apt-config --config-file=/dev/stdin shell CHECKED Acquire::Check-Valid-Until/b";

    [Theory]
    [InlineData("", true)]
    [InlineData("CHECKED='true'\n", true)]
    [InlineData("CHECKED='false'\n", false)]
    public async Task Apt_says_whether_dates_are_checked(string answer, bool expected)
    {
        var host = new RecordingHost();
        host.Answer(Question, answer);

        Assert.Equal(expected, await ValidUntil.IsCheckedAsync(host, new Dictionary<AptConfName, string>(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_manifests_texts_are_read_in_apts_order()
    {
        var host = new RecordingHost();
        var settings = new Dictionary<AptConfName, string> { [new("main")] = "c;", [new("20later")] = "b;", [new("10first")] = "a;\n" };

        await ValidUntil.IsCheckedAsync(host, settings, TestContext.Current.CancellationToken);

        Assert.Equal("a;\n\nb;\nc;\n", Assert.Single(host.Commands).Input);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_apt_said_is_what_apt_is_told(bool isChecked)
    {
        var folder = Directory.CreateTempSubdirectory("apt");
        var sources = new AptSources { Lines = [], Architecture = "amd64", CheckSignatures = false, CheckValidUntil = isChecked };

        AptConfiguration.Write(folder.FullName, sources, new([], null, HostSources.None), TimeSpan.FromSeconds(1));

        Assert.Contains($"Acquire::Check-Valid-Until \"{(isChecked ? "true" : "false")}\";", File.ReadAllText(Path.Combine(folder.FullName, "apt.conf")));
        folder.Delete(recursive: true);
    }
}
