import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** Maven's ComparableVersion, which has an answer for every text. */
public class Maven {
	public static void main(String[] arguments) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		StringBuilder out = new StringBuilder();
		for (String line; (line = in.readLine()) != null;) {
			String[] pair = line.split("\t", -1);
			int order = new ComparableVersion(pair[0]).compareTo(new ComparableVersion(pair[1]));
			out.append("<=>".charAt(Integer.signum(order) + 1)).append('\n');
		}
		System.out.print(out);
	}
}
