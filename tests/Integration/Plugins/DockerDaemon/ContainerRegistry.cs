using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BootstrapVz.Test.Integration.Builds;

namespace BootstrapVz.Test.Integration.Plugins;

/// <summary>A registry of container images on this machine: Debian's docker-registry, with a certificate of its own.</summary>
internal sealed class ContainerRegistry : IDisposable
{
    private readonly Process _process;

    private ContainerRegistry(Process process, string address, string certificate) => (_process, Address, Certificate) = (process, address, certificate);

    /// <summary>Name and port, as images are named after.</summary>
    public string Address { get; }

    /// <summary>Its certificate, in a file.</summary>
    public string Certificate { get; }

    /// <summary>Starts one.</summary>
    /// <param name="folder">For its files.</param>
    public static async Task<ContainerRegistry> StartAsync(string folder)
    {
        var certificate = Path.Combine(folder, "registry.pem");
        var key = Path.Combine(folder, "registry.key");
        await Tool.RunAsync(
            folder, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=registry", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", key, "-out", certificate);
        var address = $"127.0.0.1:{FreePort()}";
        var configuration = Path.Combine(folder, "registry.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            storage: {filesystem: {rootdirectory: {{folder}}/registry} }
            http: {addr: '{{address}}', tls: {certificate: {{certificate}}, key: {{key}} } }
            """);
        var process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var i = 0; i < 200 && !await AnswersAsync(address); i++)
            await Task.Delay(100);
        return new(process, address, certificate);
    }

    /// <summary>Puts an archive of an image there.</summary>
    public Task PushAsync(string archive, string name) => Tool.RunAsync(
        "/", "env", "SSL_CERT_FILE=" + Certificate, "skopeo", "--insecure-policy", "copy", "--quiet", "docker-archive:" + archive, $"docker://{Address}/{name}");

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(string address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPEndPoint.Parse(address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
