using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class AptConfigurationTests
{
    private const string Packages = """
        packages:
          apt.conf.d:
            one: Acquire::Retries "3";
            two: Broken "x
        """;

    [Fact]
    public async Task Texts_apt_can_read_cost_one_call()
    {
        var host = new AptHost(refuse: "nothing");

        Assert.Empty((await CheckAsync(host)).Diagnostics);
        Assert.Equal(["Acquire::Retries \"3\";\nBroken \"x\n"], host.Inputs);
    }

    [Fact]
    public async Task A_text_apt_refuses_is_reported_at_its_place()
    {
        var finding = Assert.Single((await CheckAsync(new AptHost(refuse: "Broken"))).Diagnostics);

        Assert.Equal((21, ErrorCodes.BadAptConfiguration), (finding.Location.Line, finding.Code));
        Assert.Equal("apt cannot read this: Syntax error line 2: Extra junk at end of file", finding.Message);
    }

    [Fact]
    public async Task A_host_without_apt_gives_a_warning()
    {
        var report = await CheckAsync(new AptHost(refuse: "nothing") { IsInstalled = false });

        Assert.NotNull(report.Manifest);
        Assert.Equal(ErrorCodes.CheckSkipped, Assert.Single(report.Manifest.Warnings).Code);
    }

    private static async Task<ManifestReport> CheckAsync(IHost host)
    {
        using var file = new ManifestFile(ManifestFile.Valid + Packages);
        return await ManifestReader.CheckAsync(file.Path, ManifestFile.Units, host, ct: TestContext.Current.CancellationToken);
    }

    /// <summary>Answers as apt-config does, which a table of command lines cannot: the answer depends on standard input.</summary>
    private sealed class AptHost(string refuse) : IHost
    {
        public bool IsInstalled { get; init; } = true;

        public List<string> Inputs { get; } = [];

        public HttpClient Http => throw new InvalidOperationException();

        public HttpClient HttpWith(System.Net.IWebProxy? proxy, System.Net.ICredentials? logins) => Http;

        public TimeProvider Clock => TimeProvider.System;

        public string? Find(string program) => IsInstalled ? "/usr/bin/" + program : null;

        public Task<CommandResult> RunAsync(Command command, CancellationToken ct)
        {
            Inputs.Add(command.Input!);
            return Task.FromResult(command.Input!.Contains(refuse, StringComparison.Ordinal)
                ? new CommandResult(100, "", "E: Syntax error /dev/stdin:2: Extra junk at end of file\n")
                : new CommandResult(0, "", ""));
        }
    }
}
