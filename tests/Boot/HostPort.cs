using System.Net;
using System.Net.Sockets;

namespace BootstrapVz.Test.Boot;

/// <summary>Ports of this host that lead to a machine.</summary>
internal static class HostPort
{
    /// <summary>One that nothing listens on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first line of what answers there.</summary>
    public static async Task<string> BannerAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? "";
    }

    /// <summary>A command that logs in with a key and runs another one.</summary>
    public static string[] Ssh(int port, string key, string user, string command) =>
        ["ssh", "-i", key, "-p", $"{port}", "-o", "StrictHostKeyChecking=no", "-o", $"UserKnownHostsFile={key}.known", "-o", "ConnectTimeout=120", "-o", "BatchMode=yes", $"{user}@127.0.0.1", command];
}
