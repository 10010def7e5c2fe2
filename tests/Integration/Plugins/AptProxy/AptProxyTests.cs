using System.Text;
using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class AptProxyTests(PluginImages images)
{
    [Fact]
    public async Task The_machine_does_not_know_the_proxy_unless_that_is_asked_for()
    {
        await using var proxy = await WebFolder.StartAsync(images.Folder("proxy"));
        var port = "plugins.apt_proxy.port=" + new Uri(proxy.Http).Port;
        Assert.DoesNotContain("/etc/apt/apt.conf.d/02proxy", (await images.OfAsync("apt_proxy", port)).Added);
        Assert.Contains(proxy.Requests, request => request.StartsWith("http://", StringComparison.Ordinal) && request.EndsWith("/InRelease", StringComparison.Ordinal));

        var lasting = await images.OfAsync("apt_proxy", port, "plugins.apt_proxy.persistent=true");
        Assert.Equal(["/etc/apt/apt.conf.d/02proxy"], lasting.Added);
        Assert.Equal($"Acquire::http::Proxy \"{proxy.Http}\";\nAcquire::https::Proxy \"DIRECT\";\n", lasting.Text("/etc/apt/apt.conf.d/02proxy"));
    }
}

[Collection(nameof(BuildSpace))]
public sealed class AptProxyDownloadTests(BuildSpace space)
{
    private const string Password = "p@ss: w/rd";

    [Fact]
    public async Task Everything_comes_through_the_proxy_and_the_password_stays_out_of_cache_and_log()
    {
        using var workshop = new Workshop(space) { Cache = space.NewFolder(), UseLayers = true };
        await using var proxy = await WebFolder.StartAsync(workshop.Folder, "joe:" + Password);
        await workshop.With(Manifest(proxy, Password)).BuildWellAsync();
        Assert.Contains(proxy.Requests, request => request.EndsWith("/InRelease", StringComparison.Ordinal));
        var packages = proxy.Requests.Where(request => request.EndsWith(".deb", StringComparison.Ordinal)).Distinct().Count();
        Assert.Equal(Directory.GetFiles(Path.Combine(workshop.Cache, "packages")).Length, packages);

        byte[][] words = [Encoding.UTF8.GetBytes(Password), Encoding.UTF8.GetBytes(Uri.EscapeDataString(Password))];
        foreach (var file in Directory.EnumerateFiles(workshop.Cache, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(workshop.Folder, "log"))))
            Assert.All(words, word => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(word) < 0, file));
    }

    [Fact]
    public async Task A_proxy_that_refuses_stops_the_build()
    {
        using var workshop = new Workshop(space) { Cache = space.NewFolder() };
        await using var proxy = await WebFolder.StartAsync(workshop.Folder, "joe:" + Password);
        await workshop.With(Manifest(proxy, "wrong")).BuildBadlyAsync(
            1, "the package indexes cannot be fetched: the proxy does not take the name and password it is given", "set the proxy's name and password right");
    }

    private static SmallManifest Manifest(WebFolder proxy, string password) => new()
    {
        More = $"plugins: {{apt_proxy: {{address: 127.0.0.1, port: {new Uri(proxy.Http).Port}, username: joe, password: '{password}'}}}}",
    };
}
