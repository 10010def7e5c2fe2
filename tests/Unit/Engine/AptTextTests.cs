using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

/// <summary>What is written for apt, and what is read of it.</summary>
public sealed class AptTextTests
{
    private static readonly MirrorMap NoMirrors = new([], null, HostSources.None);

    [Fact]
    public void Printed_uris_give_packages_with_their_hashes()
    {
        var packages = PrintedUris.Parse(
        [
            "Need to get 10 B of archives.",
            "'http://m/pool/liba/libaudit1_3.0.9-1_amd64.deb' libaudit1_1%3a3.0.9-1_amd64.deb 44024 SHA256:AB12",
            "'http://m/pool/t/tzdata_2025a%2bb_all.deb' tzdata_2025a+b_all.deb 7 SHA256:cd",
        ]);

        Assert.Equal(
        [
            new("libaudit1", "1:3.0.9-1", "amd64", "http://m/pool/liba/libaudit1_3.0.9-1_amd64.deb", "libaudit1_1%3a3.0.9-1_amd64.deb", 44024, "ab12"),
            new("tzdata", "2025a+b", "all", "http://m/pool/t/tzdata_2025a%2bb_all.deb", "tzdata_2025a+b_all.deb", 7, "cd"),
        ],
        packages);
    }

    [Fact]
    public void An_expired_index_has_a_hint_that_names_the_setting() =>
        Assert.Contains("Acquire::Check-Valid-Until", AptErrors.Update(new(100, "", "E: Release file for http://m/InRelease is expired (invalid since 16d).\n")).Hint);

    [Fact]
    public void A_package_without_a_sha256_is_refused() =>
        Assert.Contains("'old'", Assert.Throws<BuildException>(() => PrintedUris.Parse(["'http://m/old_1_all.deb' old_1_all.deb 7 MD5Sum:cd"])).Message);

    [Theory]
    [InlineData("W: GPG error: http://m sid InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0E98404D386FA1D9", "not in the keyring")]
    [InlineData("E: Failed to fetch http://m/dists/nope/InRelease  404  Not Found [IP: 1.2.3.4 80]", "404")]
    [InlineData("E: Failed to fetch http://m/Packages.xz  Hash Sum mismatch", "not what its signature promises")]
    [InlineData("E: Release file for http://m/dists/sid/InRelease is expired (invalid since 16d).", "outdated")]
    [InlineData("E: Failed to fetch http://m/InRelease  Connection timed out [IP: 1.2.3.4 80]", "in time")]
    public void A_failed_update_says_why(string line, string reason)
    {
        var error = AptErrors.Update(new(100, "", line + "\n"));

        Assert.Contains(reason, error.Message);
        Assert.Contains(line, error.Message);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("E: Unable to locate package opensh-server", "'opensh-server' does not exist")]
    [InlineData("E: Package 'opensh-server' has no installation candidate", "'opensh-server' does not exist")]
    [InlineData("E: Release 'sid' for 'opensh-server' was not found", "'opensh-server' has no version in 'sid'")]
    public async Task A_package_that_does_not_exist_is_named_with_the_one_that_was_meant(string line, string message)
    {
        var error = await AptErrors.SolveAsync(new(100, "", line), name => Task.FromResult(Spelling.Nearest(name, ["openssh-server", "openssh-client"])));

        Assert.Contains(message, error.Message);
        Assert.Equal("did you mean 'openssh-server'?", error.Hint);
    }

    [Fact]
    public void A_failing_script_is_told_by_its_package()
    {
        var error = DpkgErrors.From(new(
            1, "Setting up bad (1.0) ...\n", "dpkg: error processing package bad (--configure):\n installed bad package post-installation script subprocess returned error exit status 3\n"));

        Assert.Contains("package 'bad' cannot be configured", error.Message);
        Assert.Contains("exit status 3", error.Message);
    }

    [Fact]
    public void A_full_disk_is_told_as_one() =>
        Assert.Contains("no space left", DpkgErrors.From(new(2, "", "dpkg: error: cannot copy: No space left on device")).Message);

    [Fact]
    public void Sources_are_written_for_this_host()
    {
        var sources = new AptSources
        {
            Lines =
            [
                SourceLine.Parse("deb http://ftp.debian.org/debian trixie main", null),
                SourceLine.Parse("deb-src http://ftp.debian.org/debian trixie main", null),
                SourceLine.Parse("deb [arch=amd64 signed-by=/etc/apt/keyrings/x.gpg] https://x/y suite main", null),
            ],
            Architecture = "amd64",
            KeyFiles = new Dictionary<string, string> { ["/etc/apt/keyrings/x.gpg"] = "/home/me/x.gpg" },
        };
        var mirrors = new MirrorMap(["http://near/debian"], null, HostSources.None);

        Assert.Equal("deb http://near/debian trixie main\ndeb [arch=amd64 signed-by=/home/me/x.gpg] https://x/y suite main\n", sources.Text(mirrors));
        Assert.Equal(
            "deb [trusted=yes] http://ftp.debian.org/debian trixie main\ndeb [arch=amd64 trusted=yes] https://x/y suite main\n",
            (sources with { CheckSignatures = false }).Text(NoMirrors));
    }

    [Fact]
    public void A_missing_keyring_is_the_hosts_fault_and_says_what_mends_it()
    {
        var sources = new AptSources { Lines = [], Architecture = "amd64", Keyring = "/nowhere/key.gpg" };

        Assert.Contains("/nowhere/key.gpg", Assert.Throws<HostRequirementException>(sources.CheckKeys).Message);
        (sources with { CheckSignatures = false }).CheckKeys();
    }

    [Fact]
    public void Spelling_finds_the_nearest_and_nothing_for_nonsense()
    {
        Assert.Equal("curl", Spelling.Nearest("crul", ["bash", "curl", "wget"]));
        Assert.Null(Spelling.Nearest("zzzzzz", ["bash", "curl", "wget"]));
    }
}
