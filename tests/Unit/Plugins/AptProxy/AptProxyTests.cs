using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using BootstrapVz.Plugins.AptProxy;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class AptProxyTests
{
    [Fact]
    public async Task Name_and_password_are_escaped_in_the_address()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new SetAptProxy(new() { Address = "cache.example", Port = 3142, Username = Secret.Of("joe"), Password = Secret.Of("a@b:c/d \"") }));
        Assert.Equal(
            "Acquire::http::Proxy \"http://joe:a%40b%3Ac%2Fd%20%22@cache.example:3142\";\nAcquire::https::Proxy \"DIRECT\";\n", lab.Read("/etc/apt/apt.conf.d/02proxy"));
    }

    [Fact]
    public async Task A_name_without_password_has_no_effect()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new SetAptProxy(new() { Address = "::1", Port = 80, Username = Secret.Of("joe"), Https = true }));
        Assert.Equal("Acquire::http::Proxy \"http://[::1]:80\";\nAcquire::https::Proxy \"http://[::1]:80\";\n", lab.Read("/etc/apt/apt.conf.d/02proxy"));
    }

    [Fact]
    public async Task The_build_itself_fetches_through_it()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new FetchThroughProxy(new() { Address = "cache.example", Port = 3142, Username = Secret.Of("joe"), Password = Secret.Of("a@b") }));
        var proxy = lab.Build.Find<ArchiveProxy>()!;
        Assert.Equal(3142, proxy.GetProxy(new("http://ftp.debian.org/debian"))!.Port);
        Assert.Null(proxy.GetProxy(new("https://packages.example/")));
        Assert.Equal("a@b", proxy.Credentials!.GetCredential(new("http://cache.example"), "Basic")!.Password);
    }

    [Fact]
    public async Task A_proxy_that_does_not_answer_is_a_warning()
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        lab.Host.Local = client;
        await lab.RunAsync(new CheckAptProxy(new() { Address = "127.0.0.1", Port = 9 }));
        Assert.Contains("port 9, does not answer", Assert.Single(lab.Log.Lines));
    }
}
